using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// Networks that are trained together: named components, their optimizers, and how one step trains them.
/// Images go in as (C, H, W, N) with values in [0, 1].
/// </summary>
public abstract partial class Model : IDisposable
{
    readonly List<(string Name, Module Module)> _components = [];
    readonly List<(string Name, Optimizer Optimizer)> _optimizers = [];
    readonly List<Parameter> _parameters = [];
    readonly List<Parameter> _prunable = [];
    readonly string[] _lossNames;
    readonly Tensor _losses;
    readonly Tensor[] _lossSlots;
    readonly ulong _seed;

    /// <summary>Whether <see cref="CheckParts"/> has passed: done once, at the first step.</summary>
    bool _checked;

    /// <summary>Bit i: loss i was reported in this step.</summary>
    int _reported;

    /// <param name="device">where it computes</param>
    /// <param name="seed">of the initial values</param>
    /// <param name="lossNames">what <see cref="Step"/> reports, at most <see cref="Losses.MaxCount"/></param>
    protected Model(Device device, ulong seed, params string[] lossNames)
    {
        Device = device;
        _seed = seed;
        _lossNames = lossNames;
        _losses = device.AllocateOwned(new Shape(lossNames.Length));
        _lossSlots = new Tensor[lossNames.Length];
        for (var i = 0; i < lossNames.Length; i++) _lossSlots[i] = _losses.Slice(i, 1);
    }

    public Device Device { get; }

    /// <summary>"encoder" and "decoder": the first words of the parameters' paths.</summary>
    public IEnumerable<string> Components => _components.Select(component => component.Name);

    /// <summary>All parameters, in a fixed order.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The parameters to which masks apply, in the order of <see cref="Parameters"/>.</summary>
    public IReadOnlyList<Parameter> Prunable => _prunable;

    /// <summary>K: the batches that one step learns from; more than 1 where a critic is updated more often than its generator.</summary>
    public virtual int BatchesPerStep => 1;

    /// <summary>The fraction of the prunable weights that survive.</summary>
    public double Density
    {
        get
        {
            var (stored, total) = (0L, 0L);
            foreach (var parameter in Prunable)
            {
                stored += parameter.Count;
                total += parameter.Shape.Count;
            }
            return total == 0 ? 1 : (double)stored / total;
        }
    }

    /// <summary>Makes one step, in a scope of its own.</summary>
    /// <param name="images">(C, H, W, N), values in [0, 1]; or K = <see cref="BatchesPerStep"/> such batches, (K, C, H, W, N)</param>
    /// <param name="random">the step's random numbers</param>
    /// <exception cref="InvalidOperationException">The model has an optimizer that was not added, or trains without a component.</exception>
    public Losses Step(Tensor images, in StepRandom random)
    {
        CheckParts();
        using var scope = Device.OpenScope();
        _reported = 0;
        Train(new Variable(Device, images), random);
        return ReadLosses();
    }

    /// <summary>The multiply-adds of one image through every network, with the masks as they are: an encoder and a decoder, or a generator and a discriminator.</summary>
    /// <param name="image">(C, H, W), as the model takes them</param>
    public MultiplyAdds MultiplyAddsPerImage(in Shape image)
    {
        using var scope = Device.OpenScope();
        return MultiplyAdds.Of(PassThrough(Variable.Constant(Device, new Shape(image[0], image[1], image[2], 1), 0.5)));
    }

    /// <summary>Keeps of the named parameters only the survivors of their patterns; others stay as they are.</summary>
    /// <exception cref="ArgumentException">A path is not that of a prunable parameter, or a pattern has another shape than it; nothing was changed.</exception>
    public void Apply(IReadOnlyDictionary<string, Pattern> patterns)
    {
        foreach (var (path, pattern) in patterns)
        {
            var parameter = Prunable.FirstOrDefault(parameter => parameter.Path == path)
                ?? throw new ArgumentException($"The model has no prunable parameter '{path}'; it has {string.Join(", ", Prunable.Select(parameter => parameter.Path))}.");
            if (pattern.Shape != parameter.Shape) throw new ArgumentException($"A mask of shape {pattern.Shape} does not fit {path} {parameter.Shape}.");
        }
        foreach (var parameter in Prunable)
            if (patterns.TryGetValue(parameter.Path, out var pattern)) parameter.Apply(pattern);
    }

    /// <summary>Draws everything anew from a seed, dense and untrained: the start of a random ticket.</summary>
    public void Initialise(ulong seed)
    {
        foreach (var (_, module) in _components) module.Initialise(seed);
        foreach (var (_, optimizer) in _optimizers) optimizer.Steps = 0;
    }

    public virtual void Dispose()
    {
        foreach (var (_, module) in _components) module.Dispose();
        _losses.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>One step's forward passes, optimizer steps and <see cref="Report"/>s.</summary>
    /// <param name="images">as in <see cref="Step"/></param>
    /// <param name="random">the step's random numbers</param>
    protected abstract void Train(Variable images, in StepRandom random);

    /// <summary>Something computed from images by every network of the model, in evaluation mode.</summary>
    /// <param name="images">(C, H, W, N), values in [0, 1]</param>
    protected abstract Variable PassThrough(Variable images);

    /// <summary>Registers a component: names its parameters and draws them.</summary>
    /// <exception cref="ArgumentException">The name is taken, or a part of the module belongs to the model already, or to the module twice.</exception>
    protected TModule AddComponent<TModule>(string name, TModule module) where TModule : Module
    {
        if (Components.Contains(name)) throw new ArgumentException($"{GetType().Name} has a component '{name}' already; every component has a name of its own.");
        var seen = new Dictionary<Parameter, string>(_parameters.Select(parameter => KeyValuePair.Create(parameter, parameter.Path)));
        foreach (var (path, parameter) in module.NamedParameters(name + "."))
            if (!seen.TryAdd(parameter, path)) throw new ArgumentException($"'{path}' of {GetType().Name} is the same parameter as '{seen[parameter]}': a module that is used twice is added once.");
        module.Name(name);
        module.Initialise(_seed);
        _components.Add((name, module));
        _parameters.AddRange(module.Parameters);
        _prunable.AddRange(module.Parameters.Where(parameter => parameter.Prunable));
        return module;
    }

    /// <summary>Registers an optimizer, whose step count is then part of the state.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the optimizer has no parameters, or one that belongs to no component.</exception>
    protected TOptimizer AddOptimizer<TOptimizer>(string name, TOptimizer optimizer) where TOptimizer : Optimizer
    {
        if (_optimizers.Any(entry => entry.Name == name)) throw new ArgumentException($"{GetType().Name} has an optimizer '{name}' already; every optimizer has a name of its own.");
        if (optimizer.Parameters.Count == 0) throw new ArgumentException($"The optimizer '{name}' of {GetType().Name} has no parameters; components are added before the optimizers that train them.");
        if (optimizer.Parameters.FirstOrDefault(parameter => !_parameters.Contains(parameter)) is { } stranger)
            throw new ArgumentException($"The optimizer '{name}' of {GetType().Name} trains '{stranger.Path}' {stranger.Shape}, which belongs to no component: masks and snapshots would leave it out. AddComponent takes its module.");
        _optimizers.Add((name, optimizer));
        return optimizer;
    }

    /// <summary>Reports loss number <paramref name="index"/> of this step, one number.</summary>
    protected void Report(int index, Variable loss)
    {
        if (loss.RequiresGradient && _components.Count == 0)
            throw new InvalidOperationException($"{GetType().Name} trains parameters but has no component: AddComponent takes its networks, or masks and snapshots would leave them out.");
        Device.Kernels.Copy(loss.Value, _lossSlots[index]);
        _reported |= 1 << index;
    }

    /// <summary>Whether everything that a step changes was added: the state of an optimizer that was not would be in no snapshot.</summary>
    void CheckParts()
    {
        if (_checked) return;
        var known = _optimizers.SelectMany(entry => entry.Optimizer.States).ToHashSet();
        foreach (var parameter in _parameters)
            if (parameter.Companions.FirstOrDefault(state => !known.Contains(state)) is { } unknown)
                throw new InvalidOperationException($"'{parameter.Path}' of {GetType().Name} has a state '{unknown.Name}' of an optimizer that was not added: AddOptimizer takes it, or rewinding would leave its steps as they are.");
        _checked = true;
    }

    /// <summary>One download for all of them; those that were not reported are not a number.</summary>
    Losses ReadLosses()
    {
        Span<double> values = stackalloc double[Losses.MaxCount];
        values = values[.._lossNames.Length];
        if (_losses.DType == DType.Float64) _losses.Download(values);
        else
        {
            Span<float> singles = stackalloc float[values.Length];
            _losses.Download(singles);
            for (var i = 0; i < values.Length; i++) values[i] = singles[i];
        }
        for (var i = 0; i < values.Length; i++)
            if ((_reported >> i & 1) == 0) values[i] = double.NaN;
        return new Losses(_lossNames, values, _reported);
    }
}
