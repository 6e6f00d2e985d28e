namespace SparseGen.Kernels.Host;

/// <summary>The contraction family on the CPU: plans by geometry, kept; scratch memory; the choice between dense and masked execution.</summary>
sealed unsafe class Contractions<TLanes>(WorkerTeam team) : IDisposable where TLanes : unmanaged, ILanes<TLanes>
{
    readonly Scratch _scratch = new(team.Threads);
    readonly Dictionary<ConvolutionShape, DenseProduct<TLanes>.Plan> _forward = [];
    readonly Dictionary<ConvolutionShape, DenseProduct<TLanes>.Plan> _backwardData = [];
    readonly Dictionary<ConvolutionShape, DenseWeights<TLanes>.Plan> _backwardWeights = [];

    public void Forward(in ConvolutionShape shape, Tensor x, in Weight w, Tensor y)
    {
        Contract.Convolution(shape, x, w, y);
        if (w.Pattern is { } pattern && Crossover.IsMasked(pattern))
        {
            MaskedProduct<TLanes>.Run(Compiled(pattern, shape, forward: true), team, _scratch, x.Floats(), w.Values.Floats(), y.Floats());
            return;
        }
        if (!_forward.TryGetValue(shape, out var plan)) _forward.Add(shape, plan = new(Gather.Forward(shape)));
        DenseProduct<TLanes>.Run(plan, team, _scratch, x.Floats(), Expand(w), y.Floats());
    }

    public void BackwardData(in ConvolutionShape shape, Tensor y, in Weight w, Tensor x)
    {
        Contract.Convolution(shape, x, w, y);
        if (w.Pattern is { } pattern && Crossover.IsMasked(pattern))
        {
            MaskedProduct<TLanes>.Run(Compiled(pattern, shape, forward: false), team, _scratch, y.Floats(), w.Values.Floats(), x.Floats());
            return;
        }
        if (!_backwardData.TryGetValue(shape, out var plan)) _backwardData.Add(shape, plan = new(Gather.BackwardData(shape)));
        DenseProduct<TLanes>.Run(plan, team, _scratch, y.Floats(), Expand(w), x.Floats());
    }

    public void BackwardWeights(in ConvolutionShape shape, Tensor x, Tensor y, in Weight w)
    {
        Contract.Convolution(shape, x, w, y);
        var values = w.Values.Floats();
        if (w.Pattern is { } masked && Crossover.IsMasked(masked))
        {
            MaskedWeights<TLanes>.Run(Compiled(masked, shape, forward: true), team, _scratch, x.Floats(), y.Floats(), values);
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
        var indices = pattern.Indices;
        for (var i = 0; i < indices.Length; i++) values[i] = dense[indices[i]];
    }

    public void Dispose() => _scratch.Dispose();

    static MaskedPlan Compiled(Pattern pattern, in ConvolutionShape shape, bool forward) =>
        pattern.Compiled((shape, forward, TLanes.Count), static (pattern, key) =>
            new MaskedPlan(pattern, PatchShape.Choose(key.forward ? Gather.Forward(key.shape) : Gather.BackwardData(key.shape), key.Count, MaskedRun<TLanes>.MostVectors)));

    /// <summary>The weight as the dense kernels take it: as it is, or a nearly full pattern filled up with zeros.</summary>
    float* Expand(in Weight w)
    {
        var values = w.Values.Floats();
        if (w.Pattern is not { } pattern) return values;
        var count = pattern.Shape.Count;
        var dense = _scratch.Shared(Scratch.Piece.Dense, count);
        new Span<float>(dense, checked((int)count)).Clear();
        var indices = pattern.Indices;
        for (var i = 0; i < indices.Length; i++) dense[indices[i]] = values[i];
        return dense;
    }
}
