namespace SparseGen.Kernels.Host;

/// <summary>The contractions on the CPU: plans cached by geometry, scratch memory, and the choice between dense and masked execution.</summary>
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
        if (Crossover.Forward(w.Pattern, shape))
        {
            MaskedProduct<TLanes>.Run(Compiled(w.Pattern, shape, forward: true, TilesFor(w.Pattern, shape.OutChannels)), team, _scratch, x.Floats(), w.Values.Floats(), y.Floats());
            return;
        }
        if (shape.IsLinear)
        {
            LinearProduct<TLanes>.Forward(team, _scratch, shape, x.Floats(), w.Values.Floats(), Survivors(w.Pattern), y.Floats());
            return;
        }
        if (!_forward.TryGetValue(shape, out var plan)) _forward.Add(shape, plan = new(Gather.Forward(shape)));
        DenseProduct<TLanes>.Run(plan, team, _scratch, x.Floats(), w.Values.Floats(), Survivors(w.Pattern), y.Floats());
    }

    public void BackwardData(in ConvolutionShape geometry, Tensor y, in Weight w, Tensor x)
    {
        Contract.Convolution(geometry, x, w, y);
        var shape = Simplest(geometry);
        if (Crossover.BackwardData(w.Pattern, shape))
        {
            MaskedProduct<TLanes>.Run(Compiled(w.Pattern, shape, forward: false, TilesFor(w.Pattern, shape.InChannels)), team, _scratch, y.Floats(), w.Values.Floats(), x.Floats());
            return;
        }
        if (shape.IsLinear)
        {
            LinearProduct<TLanes>.BackwardData(team, _scratch, shape, y.Floats(), w.Values.Floats(), Survivors(w.Pattern), x.Floats());
            return;
        }
        if (!_backwardData.TryGetValue(shape, out var plan)) _backwardData.Add(shape, plan = new(Gather.BackwardData(shape)));
        DenseProduct<TLanes>.Run(plan, team, _scratch, y.Floats(), w.Values.Floats(), Survivors(w.Pattern), x.Floats());
    }

    public void BackwardWeights(in ConvolutionShape geometry, Tensor x, Tensor y, in Weight w)
    {
        Contract.Convolution(geometry, x, w, y);
        var shape = Simplest(geometry);
        var values = w.Values.Floats();
        if (Crossover.BackwardWeights(w.Pattern, shape))
        {
            MaskedWeights<TLanes>.Run(Compiled(w.Pattern, shape, forward: true, Tiles.InRegisters), team, _scratch, x.Floats(), y.Floats(), values);
            return;
        }
        if (shape.IsLinear)
        {
            LinearProduct<TLanes>.BackwardWeights(team, _scratch, shape, x.Floats(), y.Floats(), values, Survivors(w.Pattern));
            return;
        }
        if (!_backwardWeights.TryGetValue(shape, out var plan)) _backwardWeights.Add(shape, plan = new(shape));
        DenseWeights<TLanes>.Run(plan, team, _scratch, x.Floats(), y.Floats(), values, Survivors(w.Pattern));
    }

    public void Dispose() => _scratch.Dispose();

    static SurvivorMap? Survivors(Pattern? pattern) => pattern is null ? null : SurvivorMap.Of(pattern);

    /// <summary>
    /// Replaces a convolution whose kernel covers the whole image by the equivalent linear layer, whose operands have the same
    /// layout in memory.
    /// </summary>
    static ConvolutionShape Simplest(in ConvolutionShape shape)
    {
        var coversAll = (shape.PadHeight, shape.PadWidth, shape.OutHeight, shape.OutWidth) == (0, 0, 1, 1)
            && (shape.KernelHeight, shape.KernelWidth) == (shape.Height, shape.Width);
        return coversAll ? ConvolutionShape.Linear(shape.Batch, shape.InChannels * shape.Height * shape.Width, shape.OutChannels) : shape;
    }

    enum Tiles
    {
        /// <summary>As many vectors as fit into registers.</summary>
        InRegisters,

        /// <summary>A large tile, processed in pieces, for few target channels.</summary>
        Large,

        /// <summary>A large tile with three target channels processed together; pruned weights are included as zeros.</summary>
        Thin,
    }

    static Tiles TilesFor(Pattern? pattern, int targets) =>
        targets > Crossover.FewChannels ? Tiles.InRegisters : Crossover.IsThin(pattern, targets) ? Tiles.Thin : Tiles.Large;

    /// <summary>The plan of a pattern for a geometry, cached with the pattern. A dense weight uses the full pattern of its shape.</summary>
    MaskedPlan Compiled(Pattern? pattern, in ConvolutionShape shape, bool forward, Tiles tiles)
    {
        if (pattern is null && !_full.TryGetValue(shape.Weight, out pattern))
        {
            var mask = new byte[shape.Weight.Count];
            Array.Fill(mask, (byte)1);
            _full.Add(shape.Weight, pattern = new Pattern(shape.Weight, mask));
        }
        return pattern.Compiled((shape, forward, tiles, TLanes.Count), static (pattern, key) =>
        {
            var gather = key.forward ? Gather.Forward(key.shape) : Gather.BackwardData(key.shape);
            var patch = key.tiles switch
            {
                Tiles.InRegisters => PatchShape.Choose(gather, key.Count, MaskedRun<TLanes>.MostVectors, pattern.Density),
                Tiles.Large => PatchShape.Large(gather, key.Count, pattern.Density),
                _ => PatchShape.Large(gather, key.Count, density: 1),
            };
            return new MaskedPlan(pattern, patch, key.tiles == Tiles.Thin);
        });
    }
}
