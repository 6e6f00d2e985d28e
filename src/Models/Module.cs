using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// A function with parameters: a layer, or a network of named modules. The path of a parameter joins the names from the
/// outermost module to the parameter: "decoder.2.weight".
/// </summary>
public abstract partial class Module : IDisposable
{
    readonly List<(string Name, Parameter Parameter, Initialiser Initialiser)> _parameters = [];
    readonly List<(string Name, Buffer Buffer, Initialiser Initialiser)> _buffers = [];
    readonly List<(string Name, Module Module)> _children = [];

    protected Module(Device device) => Device = device;

    public Device Device { get; }

    /// <summary>The number formats in which this module computes.</summary>
    public Precision Precision { get; private set; } = Precision.Float32;

    /// <summary>The parameters of this module and of the modules in it.</summary>
    public IEnumerable<Parameter> Parameters =>
        _parameters.Select(entry => entry.Parameter).Concat(_children.SelectMany(child => child.Module.Parameters));

    /// <summary>The buffers of this module and of the modules in it.</summary>
    public IEnumerable<Buffer> Buffers =>
        _buffers.Select(entry => entry.Buffer).Concat(_children.SelectMany(child => child.Module.Buffers));

    /// <summary>This module and those inside, outermost first.</summary>
    public IEnumerable<Module> Modules => _children.SelectMany(child => child.Module.Modules).Prepend(this);

    public abstract Variable Forward(Variable x, Mode mode);

    /// <summary>Sets the number formats in which this module and those in it compute.</summary>
    public void Compute(Precision precision)
    {
        foreach (var module in Modules) module.Precision = precision;
    }

    /// <summary>Sets the path of every parameter and buffer; all begin with <paramref name="path"/>.</summary>
    public void Name(string path)
    {
        foreach (var (name, parameter, _) in _parameters) parameter.Path = $"{path}.{name}";
        foreach (var (name, buffer, _) in _buffers) buffer.Path = $"{path}.{name}";
        foreach (var (name, module) in _children) module.Name($"{path}.{name}");
    }

    /// <summary>
    /// Makes every parameter dense, and draws parameters and buffers by their initialisers, from random streams keyed by the
    /// seed and the path. Optimizer state becomes 0.
    /// </summary>
    public void Initialise(ulong seed)
    {
        foreach (var (_, parameter, initialiser) in _parameters)
        {
            parameter.Apply(null);
            initialiser.Fill(Device.Kernels, Stream(seed, parameter.Path), parameter.Value.Value);
            foreach (var companion in parameter.Companions) Device.Kernels.Fill(companion.Tensor, 0);
        }
        foreach (var (_, buffer, initialiser) in _buffers) initialiser.Fill(Device.Kernels, Stream(seed, buffer.Path), buffer.Tensor);
        foreach (var (_, module) in _children) module.Initialise(seed);
    }

    public void Dispose()
    {
        foreach (var parameter in Parameters) parameter.Dispose();
        foreach (var buffer in Buffers) buffer.Dispose();
        GC.SuppressFinalize(this);
    }

    protected Parameter AddParameter(string name, in Shape shape, Initialiser initialiser, bool prunable = false)
    {
        RequireNew(name);
        var parameter = new Parameter(Device, shape, prunable) { Path = name };
        _parameters.Add((name, parameter, initialiser));
        return parameter;
    }

    protected Buffer AddBuffer(string name, in Shape shape, Initialiser initialiser)
    {
        RequireNew(name);
        var buffer = new Buffer(Device, shape) { Path = name };
        _buffers.Add((name, buffer, initialiser));
        return buffer;
    }

    protected TModule Add<TModule>(string name, TModule module) where TModule : Module
    {
        RequireNew(name);
        _children.Add((name, module));
        return module;
    }

    /// <exception cref="ArgumentException">A parameter, buffer or module of this one has the name.</exception>
    void RequireNew(string name)
    {
        if (_parameters.Select(entry => entry.Name).Concat(_buffers.Select(entry => entry.Name)).Concat(_children.Select(child => child.Name)).Contains(name))
            throw new ArgumentException($"{GetType().Name} has a part '{name}' already; every part has a name of its own.");
    }

    static RandomStream Stream(ulong seed, string path) => RandomStream.For(seed, "initialise " + path);
}
