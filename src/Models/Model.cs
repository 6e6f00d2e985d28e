using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// Networks that are trained together: named components, and the updates that a training step consists of. Images go in as
/// (C, H, W, N) with values in [0, 1].
/// </summary>
public abstract partial class Model : IDisposable
{
    readonly List<(string Name, Module Module)> _components = [];
    readonly List<Update> _updates = [];
    readonly List<Parameter> _parameters = [];
    readonly List<Parameter> _prunable = [];
    readonly HashSet<Parameter> _frozen = [];
    readonly List<string> _lossNames = [];
    readonly ulong _seed;
    Tensor[] _lossSlots = [];
    Tensor? _losses;
    Batch? _batch;

    /// <summary>Whether a step was made, and all losses found to depend on nothing but components.</summary>
    bool _checked;

    /// <summary>Bit i: loss i was reported in this step.</summary>
    int _reported;

    /// <param name="device">where it computes</param>
    /// <param name="seed">of the initial values</param>
    protected Model(Device device, ulong seed)
    {
        Device = device;
        _seed = seed;
    }

    public Device Device { get; }

    /// <summary>"encoder" and "decoder": the first words of the parameters' paths.</summary>
    public IEnumerable<string> Components => _components.Select(component => component.Name);

    /// <summary>All parameters, in a fixed order.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The parameters to which masks apply, in the order of <see cref="Parameters"/>.</summary>
    public IReadOnlyList<Parameter> Prunable => _prunable;

    /// <summary>What a step consists of: for each of its K batches those updates that are repeated so often, in this order.</summary>
    public IReadOnlyList<Update> Updates => _updates;

    /// <summary>K: the batches that one step learns from, as many as its most frequent update is repeated.</summary>
    public int BatchesPerStep => _updates.Count == 0 ? 1 : _updates.Max(update => update.Repeats);

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
    /// <param name="labels">(N), or (K·N), where losses ask for them</param>
    /// <exception cref="InvalidOperationException">The model has no update, or a parameter is moved by none or by several.</exception>
    public Losses Step(Tensor images, in StepRandom random, ReadOnlySpan<byte> labels = default)
    {
        using var scope = Device.OpenScope();
        _reported = 0;
        var batches = Prepare();
        for (var i = 0; i < batches; i++)
        {
            using var own = Device.OpenScope();
            var batch = Begin(images, random, labels, i);
            foreach (var update in _updates)
            {
                if (i < batches - update.Repeats) continue;
                var loss = update.Loss(batch);
                if (!_checked) RequireOwn(update, loss);
                update.Lower(loss);
                Report(update.Name, loss);
            }
        }
        _checked = true;
        _batch!.End();
        return ReadLosses();
    }

    /// <summary>
    /// Computes something of the loss of every update, as the last batch of a step would have it, without making it. Losses are
    /// those of training: running statistics move, as in a step.
    /// </summary>
    /// <param name="images">as in <see cref="Step"/></param>
    /// <param name="random">the step's random numbers</param>
    /// <param name="labels">as in <see cref="Step"/></param>
    /// <param name="visit">is called for every update; what it computes is in a scope that ends with this call</param>
    /// <inheritdoc cref="Step" path="/exception"/>
    public void VisitLosses(Tensor images, in StepRandom random, ReadOnlySpan<byte> labels, Action<Update, Variable> visit)
    {
        using var scope = Device.OpenScope();
        var batches = Prepare();
        var batch = Begin(images, random, labels, batches - 1);
        foreach (var update in _updates) visit(update, update.Loss(batch));
        batch.End();
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
        foreach (var update in _updates) update.Optimizer.Steps = 0;
    }

    public virtual void Dispose()
    {
        foreach (var (_, module) in _components) module.Dispose();
        _losses?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Registers a component: names its parameters and draws them.</summary>
    /// <param name="name">of it</param>
    /// <param name="module">the network</param>
    /// <param name="frozen">whether no update moves it</param>
    /// <exception cref="ArgumentException">The name is taken, or a part of the module belongs to the model already, or to the module twice.</exception>
    protected TModule AddComponent<TModule>(string name, TModule module, bool frozen = false) where TModule : Module
    {
        if (name.Length == 0 || name.Contains('.')) throw new ArgumentException($"A component's name is one word without dots, not '{name}': it begins the paths of its parameters.");
        if (Components.Contains(name)) throw new ArgumentException($"{GetType().Name} has a component '{name}' already; every component has a name of its own.");
        var seen = new Dictionary<Parameter, string>(_parameters.Select(parameter => KeyValuePair.Create(parameter, parameter.Path)));
        foreach (var (path, parameter) in module.NamedParameters(name + "."))
            if (!seen.TryAdd(parameter, path)) throw new ArgumentException($"'{path}' of {GetType().Name} is the same parameter as '{seen[parameter]}': a module that is used twice is added once.");
        module.Name(name);
        module.Initialise(_seed);
        _components.Add((name, module));
        _parameters.AddRange(module.Parameters);
        _prunable.AddRange(module.Parameters.Where(parameter => parameter.Prunable));
        if (frozen) _frozen.UnionWith(module.Parameters);
        return module;
    }

    /// <summary>Adds an update to the step; its optimizer's step count and state are then part of the model's.</summary>
    /// <param name="name">of the update and of its loss</param>
    /// <param name="optimizer">moves its parameters</param>
    /// <param name="loss">one number, from a batch</param>
    /// <param name="repeats">how often it is made in a step, each time by a batch of its own</param>
    /// <param name="then">what is done after each, such as clipping</param>
    /// <param name="reports">names of parts of the loss, which it gives to <see cref="Batch.Report"/></param>
    /// <param name="shared">whether its parameters may be moved by other updates, too</param>
    /// <exception cref="ArgumentException">A name is taken, or the optimizer has no parameters, or one that belongs to no component or is moved by another update.</exception>
    protected Update AddUpdate(string name, Optimizer optimizer, Func<Batch, Variable> loss, int repeats = 1, Action? then = null, IReadOnlyList<string>? reports = null, bool shared = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        string[] names = [name, .. reports ?? []];
        foreach (var one in names)
            if (_lossNames.Contains(one)) throw new ArgumentException($"{GetType().Name} has a loss '{one}' already; every update has a name of its own.");
        if (_lossNames.Count + names.Length > Losses.MaxCount) throw new ArgumentException($"{GetType().Name} reports more than {Losses.MaxCount} losses.");
        if (optimizer.Parameters.Count == 0) throw new ArgumentException($"The optimizer of the update '{name}' of {GetType().Name} has no parameters; components are added before the updates that move them.");
        foreach (var parameter in optimizer.Parameters)
        {
            if (!_parameters.Contains(parameter)) throw new ArgumentException($"The update '{name}' of {GetType().Name} moves '{parameter.Path}' {parameter.Shape}, which belongs to no component: masks and snapshots would leave it out. AddComponent takes its module.");
            if (!shared && _updates.FirstOrDefault(update => update.Parameters.Contains(parameter)) is { } other)
                throw new ArgumentException($"'{parameter.Path}' of {GetType().Name} is moved by the updates '{other.Name}' and '{name}'; if that is meant, the second is declared so by 'shared'.");
        }
        if (_losses is not null) throw new InvalidOperationException($"{GetType().Name} has made a step already; updates are added before.");
        _lossNames.AddRange(names);
        var update = new Update(name, optimizer, loss, repeats, then);
        _updates.Add(update);
        return update;
    }

    /// <summary>Before the first step: whether it says what moves everything, and nothing that is in no snapshot.</summary>
    /// <returns>K</returns>
    int Prepare()
    {
        if (_losses is null)
        {
            if (_updates.Count == 0) throw new InvalidOperationException($"{GetType().Name} has no update: AddUpdate says what a step does.");
            var moved = _updates.SelectMany(update => update.Parameters).ToHashSet();
            if (_parameters.FirstOrDefault(parameter => !moved.Contains(parameter) && !_frozen.Contains(parameter)) is { } still)
                throw new InvalidOperationException($"'{still.Path}' of {GetType().Name} is moved by no update; if that is meant, AddComponent declares it by 'frozen'.");
            var known = _updates.SelectMany(update => update.Optimizer.States).ToHashSet();
            foreach (var parameter in _parameters)
                if (parameter.Companions.FirstOrDefault(state => !known.Contains(state)) is { } unknown)
                    throw new InvalidOperationException($"'{parameter.Path}' of {GetType().Name} has a state '{unknown.Name}' of an optimizer that belongs to no update: AddUpdate takes it, or rewinding would leave its steps as they are.");
            _losses = Device.AllocateOwned(new Shape(_lossNames.Count));
            _lossSlots = [.. Enumerable.Range(0, _lossNames.Count).Select(i => _losses.Slice(i, 1))];
        }
        return BatchesPerStep;
    }

    /// <exception cref="InvalidOperationException">The loss depends on a parameter of no component.</exception>
    void RequireOwn(Update update, Variable loss)
    {
        foreach (var parameter in Gradient.ParametersOf(loss))
            if (!_parameters.Contains(parameter))
                throw new InvalidOperationException($"The loss '{update.Name}' of {GetType().Name} depends on a parameter '{parameter.Path}' {parameter.Shape} that belongs to no component, and so is never drawn, trained or saved: a module adds those that it is made of by Add, and AddComponent takes the outermost.");
    }

    /// <summary>Batch number <paramref name="index"/> of a step; if it has one batch for all, that.</summary>
    Batch Begin(Tensor images, in StepRandom random, ReadOnlySpan<byte> labels, int index)
    {
        var (batches, shape) = (BatchesPerStep, images.Shape);
        var severally = shape.Rank == 5;
        var own = severally ? images.Slice(index, 1).Reshape(new Shape(shape[1], shape[2], shape[3], shape[4])) : images;
        if (severally && !labels.IsEmpty) labels = labels.Slice(index * shape[4], shape[4]);
        var variable = new Variable(Device, own);
        _batch ??= new Batch(variable, Report);
        _batch.Begin(variable, labels, random with { Step = random.Step * (ulong)batches + (ulong)index });
        return _batch;
    }

    void Report(string name, Variable loss)
    {
        var index = _lossNames.IndexOf(name);
        if (index < 0) throw new ArgumentException($"{GetType().Name} declared no loss '{name}'; it has {string.Join(", ", _lossNames)}.");
        Device.Kernels.Copy(loss.Value, _lossSlots[index]);
        _reported |= 1 << index;
    }

    /// <summary>One download for all of them; those that were not reported are not a number.</summary>
    Losses ReadLosses()
    {
        Span<double> values = stackalloc double[Losses.MaxCount];
        values = values[.._lossNames.Count];
        if (_losses!.DType == DType.Float64) _losses.Download(values);
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
