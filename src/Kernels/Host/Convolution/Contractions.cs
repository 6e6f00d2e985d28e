namespace SparseGen.Kernels.Host;

/// <summary>The contraction family on the CPU: plans by geometry, kept; scratch memory; the choice between dense and masked execution.</summary>
sealed unsafe class Contractions<TLanes>(WorkerTeam team) : IDisposable where TLanes : unmanaged, ILanes<TLanes>
{
    readonly Scratch _scratch = new(team.Threads);
    readonly Dictionary<ConvolutionShape, DenseProduct<TLanes>.Plan> _forward = [];
    readonly Dictionary<ConvolutionShape, DenseProduct<TLanes>.Plan> _backwardData = [];
    readonly Dictionary<ConvolutionShape, DenseWeights<TLanes>.Plan> _backwardWeights = [];
    readonly Dictionary<Shape, Pattern> _full = [];

    public void Forward(in ConvolutionShape geometry, Tensor x, in Weight w, Tensor y)
    {
        Contract.Convolution(geometry, x, w, y);
        var shape = Simplest(geometry);
        if (Crossover.IsMasked(w.Pattern, shape, shape.OutChannels))
        {
            MaskedProduct<TLanes>.Run(Compiled(w.Pattern, shape, forward: true), team, _scratch, x.Floats(), w.Values.Floats(), y.Floats());
            return;
        }
        if (!_forward.TryGetValue(shape, out var plan)) _forward.Add(shape, plan = new(Gather.Forward(shape)));
        DenseProduct<TLanes>.Run(plan, team, _scratch, x.Floats(), Expand(w), y.Floats());
    }

    public void BackwardData(in ConvolutionShape geometry, Tensor y, in Weight w, Tensor x)
    {
        Contract.Convolution(geometry, x, w, y);
        var shape = Simplest(geometry);
        if (Crossover.IsMasked(w.Pattern, shape, shape.InChannels))
        {
            MaskedProduct<TLanes>.Run(Compiled(w.Pattern, shape, forward: false), team, _scratch, y.Floats(), w.Values.Floats(), x.Floats());
            return;
        }
        if (!_backwardData.TryGetValue(shape, out var plan)) _backwardData.Add(shape, plan = new(Gather.BackwardData(shape)));
        DenseProduct<TLanes>.Run(plan, team, _scratch, y.Floats(), Expand(w), x.Floats());
    }

    public void BackwardWeights(in ConvolutionShape geometry, Tensor x, Tensor y, in Weight w)
    {
        Contract.Convolution(geometry, x, w, y);
        var shape = Simplest(geometry);
        var values = w.Values.Floats();
        if (Crossover.IsMasked(w.Pattern, shape, shape.OutChannels))
        {
            MaskedWeights<TLanes>.Run(Compiled(w.Pattern, shape, forward: true), team, _scratch, x.Floats(), y.Floats(), values);
            return;
        }
        if (!_backwardWeights.TryGetValue(shape, out var plan)) _backwardWeights.Add(shape, plan = new(shape));
        if (w.Pattern is not { } pattern)
        {
            DenseWeights<TLanes>.Run(plan, team, _scratch, x.Floats(), y.Floats(), values);
            return;
        }
        var dense = _scratch.Shared(Scratch.Piece.Dense, pattern.Shape.Count);
        DenseWeights<TLanes>.Run(plan, team, _scratch, x.Floats(), y.Floats(), dense);
        team.Run(new PatternRows.Gather(pattern, dense, values), PatternRows.Tasks(pattern));
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>A kernel that covers the whole image is a linear layer of its pixels: everything lies in the same order.</summary>
    static ConvolutionShape Simplest(in ConvolutionShape shape)
    {
        var coversAll = (shape.PadHeight, shape.PadWidth, shape.OutHeight, shape.OutWidth) == (0, 0, 1, 1)
            && (shape.KernelHeight, shape.KernelWidth) == (shape.Height, shape.Width);
        return coversAll ? ConvolutionShape.Linear(shape.Batch, shape.InChannels * shape.Height * shape.Width, shape.OutChannels) : shape;
    }

    /// <summary>The plan of a pattern for a geometry, kept with the pattern; a dense weight has the full pattern of its shape.</summary>
    MaskedPlan Compiled(Pattern? pattern, in ConvolutionShape shape, bool forward)
    {
        if (pattern is null && !_full.TryGetValue(shape.Weight, out pattern))
        {
            var mask = new byte[shape.Weight.Count];
            Array.Fill(mask, (byte)1);
            _full.Add(shape.Weight, pattern = new Pattern(shape.Weight, mask));
        }
        return pattern.Compiled((shape, forward, TLanes.Count), static (pattern, key) =>
            new MaskedPlan(pattern, PatchShape.Choose(key.forward ? Gather.Forward(key.shape) : Gather.BackwardData(key.shape), key.Count, MaskedRun<TLanes>.MostVectors, pattern.Density)));
    }

    /// <summary>The weight as the dense kernels take it: as it is, or a nearly full pattern filled up with zeros.</summary>
    float* Expand(in Weight w)
    {
        var values = w.Values.Floats();
        if (w.Pattern is not { } pattern) return values;
        var dense = _scratch.Shared(Scratch.Piece.Dense, pattern.Shape.Count);
        team.Run(new PatternRows.Scatter(pattern, values, dense), PatternRows.Tasks(pattern));
        return dense;
    }
}
