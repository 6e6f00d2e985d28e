using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// Networks that are trained together: named components, and the updates that a training step consists of. Input images are
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
    Precision _precision = Precision.Float32;
    Tensor[] _lossSlots = [];
    Tensor? _losses;
    Batch? _batch;

    Action<Update, Batch>? _train;

    /// <summary>Whether a step has verified that all losses depend on parameters of components only.</summary>
    bool _lossesVerified;

    /// <summary>Bit i is set if loss i was reported in this step.</summary>
    int _reported;

    /// <param name="seed">seed of the initial values</param>
    protected Model(Device device, ulong seed)
    {
        Device = device;
        _seed = seed;
    }

    public Device Device { get; }

    /// <summary>The number formats in which the components compute; Float32 by default.</summary>
    public Precision Precision
    {
        get => _precision;
        set
        {
            _precision = value;
            foreach (var (_, module) in _components) module.Compute(value);
        }
    }

    /// <summary>The names of the components, such as "encoder" and "decoder", with which the parameters' paths begin.</summary>
    public IEnumerable<string> Components => _components.Select(component => component.Name);

    /// <summary>All parameters, in a fixed order.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The parameters to which masks apply, in the order of <see cref="Parameters"/>.</summary>
    public IReadOnlyList<Parameter> Prunable => _prunable;

    /// <summary>The updates of a step in their order. An update that is repeated r times is made with the last r of the K batches of the step.</summary>
    public IReadOnlyList<Update> Updates => _updates;

    /// <summary>K, the number of batches that one step takes: the largest number of repeats of an update.</summary>
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

    /// <summary>The name of the component of a parameter: "encoder" of the path "encoder.0.weight".</summary>
    public static string ComponentOf(string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? path : path[..dot];
    }

    /// <summary>Makes one training step. Tensors that it allocates are released.</summary>
    /// <param name="images">(C, H, W, N), values in [0, 1], used for all updates; or K = <see cref="BatchesPerStep"/> batches (K, C, H, W, N)</param>
    /// <param name="random">the step's random numbers</param>
    /// <param name="labels">(N), or (K·N) for K batches; may be empty if no loss uses them</param>
    /// <exception cref="InvalidOperationException">The model has no update; a parameter is neither frozen nor changed by an update; or a loss depends on a parameter of no component.</exception>
    public Losses Step(Tensor images, in StepRandom random, ReadOnlySpan<byte> labels = default)
    {
        _reported = 0;
        ForEachUpdate(images, random, labels, lastBatchOnly: false, _train ??= Train);
        _lossesVerified = true;
        return ReadLosses();
    }

    /// <summary>
    /// Computes the loss of every update on the last batch of a step, without updating parameters. Losses are computed in
    /// training mode, so that running statistics change as in a step.
    /// </summary>
    /// <param name="images">as in <see cref="Step"/></param>
    /// <param name="random">the step's random numbers</param>
    /// <param name="labels">as in <see cref="Step"/></param>
    /// <param name="visit">is called for every update; tensors that it allocates are released when this method returns</param>
    /// <inheritdoc cref="Step" path="/exception"/>
    public void VisitLosses(Tensor images, in StepRandom random, ReadOnlySpan<byte> labels, Action<Update, Variable> visit) =>
        ForEachUpdate(images, random, labels, lastBatchOnly: true, (update, batch) => visit(update, update.Loss(batch)));

    /// <summary>Reduces the named parameters to the survivors of their patterns; the others are not changed.</summary>
    /// <param name="patterns">by the path of the parameter</param>
    /// <exception cref="ArgumentException">A path is not that of a prunable parameter, or a pattern has another shape than its parameter; nothing was changed.</exception>
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

    /// <summary>Makes the model dense and untrained: draws all initial values from a seed, and sets state and step counts of the optimizers to 0.</summary>
    /// <param name="keepWidths">whether channels that were removed stay removed; otherwise all return</param>
    public void Initialise(ulong seed, bool keepWidths = false)
    {
        if (!keepWidths) Widen();
        foreach (var (_, module) in _components) module.Initialise(seed);
        foreach (var update in _updates) update.Optimizer.Steps = 0;
    }

    public virtual void Dispose()
    {
        foreach (var (_, module) in _components) module.Dispose();
        DisposeLosses();
        GC.SuppressFinalize(this);
    }

    static string Prefix(string component) => component.Length == 0 ? "" : component + ".";

    /// <summary>Releases what belongs to the model and to no component.</summary>
    protected void DisposeLosses() => _losses?.Dispose();

    /// <summary>Adds a component: sets the paths of its parameters and draws their initial values.</summary>
    /// <param name="name">one word without dots, with which the paths begin; empty for the single component of a model whose paths are those of its modules</param>
    /// <param name="module">the network</param>
    /// <param name="frozen">whether no update changes its parameters</param>
    /// <exception cref="ArgumentException">The name is not valid or in use, or a parameter of the module is in the model already or in the module twice.</exception>
    protected TModule AddComponent<TModule>(string name, TModule module, bool frozen = false) where TModule : Module
    {
        if (name.Contains('.') || (name.Length == 0 && _components.Count > 0) || _components is [("", _)])
            throw new ArgumentException($"A component's name is one word without dots, not '{name}': it begins the paths of its parameters. Only the single component of a model may have none.");
        if (Components.Contains(name)) throw new ArgumentException($"{GetType().Name} has a component '{name}' already; every component has a name of its own.");
        var seen = new Dictionary<Parameter, string>(_parameters.Select(parameter => KeyValuePair.Create(parameter, parameter.Path)));
        foreach (var (path, parameter) in module.NamedParameters(Prefix(name)))
            if (!seen.TryAdd(parameter, path)) throw new ArgumentException($"'{path}' of {GetType().Name} is the same parameter as '{seen[parameter]}': a module that is used twice is added once.");
        if (name.Length > 0) module.Name(name);
        module.Initialise(_seed);
        module.Compute(_precision);
        _components.Add((name, module));
        _parameters.AddRange(module.Parameters);
        _prunable.AddRange(module.Parameters.Where(parameter => parameter.Prunable));
        if (frozen) _frozen.UnionWith(module.Parameters);
        return module;
    }

    /// <summary>Adds an update to the step. State and step count of its optimizer become part of snapshots.</summary>
    /// <param name="name">name of the update and of its loss</param>
    /// <param name="optimizer">changes its parameters to lower the loss</param>
    /// <param name="loss">computes the loss of a batch, of rank 0</param>
    /// <param name="repeats">number of times that the update is made in a step, each time with another batch</param>
    /// <param name="then">is called after each update, for example to clip the parameters</param>
    /// <param name="reports">names of parts of the loss that <paramref name="loss"/> passes to <see cref="Batch.Report"/></param>
    /// <param name="shared">whether other updates may change the same parameters</param>
    /// <exception cref="ArgumentException">A name is in use; or the optimizer has no parameters, or one of no component, or one of another update that is not shared.</exception>
    /// <exception cref="InvalidOperationException">The model has made a step already.</exception>
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

    /// <summary>
    /// Calls <paramref name="visit"/> for every batch and each of its updates, in the order in which a step makes them. Tensors
    /// that it allocates are released before the next batch.
    /// </summary>
    /// <param name="lastBatchOnly">whether only the last batch is used, which is that of all updates</param>
    void ForEachUpdate(Tensor images, in StepRandom random, ReadOnlySpan<byte> labels, bool lastBatchOnly, Action<Update, Batch> visit)
    {
        Prepare();
        var batches = BatchesPerStep;
        for (var i = lastBatchOnly ? batches - 1 : 0; i < batches; i++)
        {
            using var scope = Device.OpenScope();
            var batch = Begin(images, random, labels, i);
            foreach (var update in _updates)
            {
                if (i < batches - update.Repeats) continue;
                visit(update, batch);
            }
        }
        _batch!.End();
    }

    void Train(Update update, Batch batch)
    {
        var loss = update.Loss(batch);
        if (!_lossesVerified) RequireOwnParameters(update, loss);
        update.Step(Penalised(update, loss));
        Report(update.Name, loss);
    }

    /// <summary>Before the first step: requires that every parameter is changed by an update or frozen, and that all optimizer state belongs to an update; allocates the losses.</summary>
    /// <exception cref="InvalidOperationException">That is not so, or there are no updates.</exception>
    void Prepare()
    {
        if (_losses is not null) return;
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

    /// <exception cref="InvalidOperationException">The loss depends on a parameter of no component.</exception>
    void RequireOwnParameters(Update update, Variable loss)
    {
        foreach (var parameter in Gradient.ParametersOf(loss))
            if (!_parameters.Contains(parameter))
                throw new InvalidOperationException($"The loss '{update.Name}' of {GetType().Name} depends on a parameter '{parameter.Path}' {parameter.Shape} that belongs to no component, and so is never drawn, trained or saved: a module adds those that it is made of by Add, and AddComponent takes the outermost.");
    }

    /// <summary>Batch number <paramref name="index"/> of a step; the only one, if the images are one batch for all updates.</summary>
    Batch Begin(Tensor images, in StepRandom random, ReadOnlySpan<byte> labels, int index)
    {
        var (batches, shape) = (BatchesPerStep, images.Shape);
        var hasBatchAxis = shape.Rank == 5;
        var own = hasBatchAxis ? images.Slice(index, 1).Reshape(new Shape(shape[1], shape[2], shape[3], shape[4])) : images;
        if (hasBatchAxis && !labels.IsEmpty) labels = labels.Slice(index * shape[4], shape[4]);
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

    /// <summary>Downloads all losses at once; those that were not reported are NaN.</summary>
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
