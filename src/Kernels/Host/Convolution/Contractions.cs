namespace SparseGen.Kernels.Host;

/// <summary>The contractions on the CPU: plans cached by geometry, scratch memory, and the choice between dense and masked execution.</summary>
sealed unsafe class Contractions<TLanes>(WorkerTeam team) : IDisposable where TLanes : unmanaged, ILanes<TLanes>
{
    readonly Scratch _scratch = new(team.Threads);
    readonly Dictionary<ConvolutionShape, DenseProduct<TLanes>.Plan> _forward = [];
    readonly Dictionary<ConvolutionShape, DenseProduct<TLanes>.Plan> _backwardData = [];
    readonly Dictionary<ConvolutionShape, DenseWeights<TLanes>.Plan> _backwardWeights = [];
    readonly Dictionary<Shape, Pattern> _full = [];

    public void Forward(in ConvolutionShape geometry, float* x, float* weights, Pattern? pattern, float* y)
    {
        if (MatrixVector<TLanes>.Fits(geometry))
        {
            MatrixVector<TLanes>.Forward(team, geometry, x, weights, pattern, y);
            return;
        }
        var shape = Simplest(geometry);
        if (Crossover.Forward(pattern, shape))
        {
            ForwardMasked(shape, x, weights, pattern, y);
            return;
        }
        if (shape.IsLinear)
        {
            LinearProduct<TLanes>.Forward(team, _scratch, shape, x, weights, Survivors(pattern), y);
            return;
        }
        if (!_forward.TryGetValue(shape, out var plan)) _forward.Add(shape, plan = new(Gather.Forward(shape)));
        DenseProduct<TLanes>.Run(plan, team, _scratch, x, weights, Survivors(pattern), y);
    }

    public void BackwardData(in ConvolutionShape geometry, float* y, float* weights, Pattern? pattern, float* x)
    {
        if (MatrixVector<TLanes>.Fits(geometry))
        {
            MatrixVector<TLanes>.BackwardData(team, geometry, y, weights, pattern, x);
            return;
        }
        var shape = Simplest(geometry);
        if (Crossover.BackwardData(pattern, shape))
        {
            BackwardDataMasked(shape, y, weights, pattern, x);
            return;
        }
        if (shape.IsLinear)
        {
            LinearProduct<TLanes>.BackwardData(team, _scratch, shape, y, weights, Survivors(pattern), x);
            return;
        }
        if (!_backwardData.TryGetValue(shape, out var plan)) _backwardData.Add(shape, plan = new(Gather.BackwardData(shape)));
        DenseProduct<TLanes>.Run(plan, team, _scratch, y, weights, Survivors(pattern), x);
    }

    public void BackwardWeights(in ConvolutionShape geometry, float* x, float* y, float* weights, Pattern? pattern)
    {
        if (MatrixVector<TLanes>.Fits(geometry))
        {
            MatrixVector<TLanes>.BackwardWeights(team, geometry, x, y, weights, pattern);
            return;
        }
        var shape = Simplest(geometry);
        if (Crossover.BackwardWeights(pattern, shape))
        {
            BackwardWeightsMasked(shape, x, y, weights, pattern);
            return;
        }
        if (shape.IsLinear)
        {
            LinearProduct<TLanes>.BackwardWeights(team, _scratch, shape, x, y, weights, Survivors(pattern));
            return;
        }
        if (!_backwardWeights.TryGetValue(shape, out var plan)) _backwardWeights.Add(shape, plan = new(shape));
        DenseWeights<TLanes>.Run(plan, team, _scratch, x, y, weights, Survivors(pattern));
    }

    /// <summary>Forward by masked kernels, of activations in Float32 or BFloat16.</summary>
    /// <param name="shape">the simplest of the geometry, for which <see cref="Crossover"/> chooses them</param>
    public void ForwardMasked<T>(in ConvolutionShape shape, T* x, float* weights, Pattern? pattern, T* y) where T : unmanaged =>
        MaskedProduct<TLanes>.Run(Compiled(pattern, shape, forward: true, TilesFor(pattern, shape.OutChannels)), team, _scratch, x, weights, y);

    /// <summary>BackwardData by masked kernels.</summary>
    /// <inheritdoc cref="ForwardMasked"/>
    public void BackwardDataMasked<T>(in ConvolutionShape shape, T* y, float* weights, Pattern? pattern, T* x) where T : unmanaged =>
        MaskedProduct<TLanes>.Run(Compiled(pattern, shape, forward: false, TilesFor(pattern, shape.InChannels)), team, _scratch, y, weights, x);

    /// <summary>BackwardWeights by masked kernels.</summary>
    /// <inheritdoc cref="ForwardMasked"/>
    public void BackwardWeightsMasked<T>(in ConvolutionShape shape, T* x, T* y, float* weights, Pattern? pattern) where T : unmanaged =>
        MaskedWeights<TLanes>.Run(Compiled(pattern, shape, forward: true, Tiles.InRegisters), team, _scratch, x, y, weights);

    public void Dispose() => _scratch.Dispose();

    static SurvivorMap? Survivors(Pattern? pattern) => pattern is null ? null : SurvivorMap.Of(pattern);

    /// <summary>
    /// Replaces a convolution whose kernel covers the whole image by the equivalent linear layer, whose operands have the same
    /// layout in memory.
    /// </summary>
    public static ConvolutionShape Simplest(in ConvolutionShape shape)
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
