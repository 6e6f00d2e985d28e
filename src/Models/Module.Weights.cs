using SparseGen.Autograd;

namespace SparseGen.Models;

public abstract partial class Module
{
    /// <summary>
    /// Reads weights from a file, by their names within this module, such as "0.weight". Optimizer state of its parameters
    /// becomes 0; parameters without a mask in the file become dense.
    /// </summary>
    /// <param name="path">.safetensors, .npz or PyTorch's .pth, see <see cref="WeightFile.Read"/></param>
    /// <param name="strict">whether the file must have all arrays of this module and no others; if not, parameters that it lacks keep their values, and other arrays are ignored</param>
    /// <param name="rename">from a name in the file to one in this module</param>
    /// <exception cref="FileFormatException">The file is damaged, or an array has another shape, is not finite or, if strict, is missing or does not belong to the module; nothing was changed.</exception>
    public void LoadWeights(string path, bool strict = true, Func<string, string>? rename = null)
    {
        var named = Named();
        named.Write(named.Take(NetworkFile.Read(path, rename), strict, GetType().Name), optimizerState: false);
    }

    /// <summary>Writes parameters, masks and buffers atomically, by their names within this module, for <see cref="LoadWeights"/>.</summary>
    /// <param name="path">ends in .safetensors or .npz</param>
    /// <exception cref="ArgumentException">The path has another extension.</exception>
    public void SaveWeights(string path) => NetworkFile.Write(path, Named().Read(optimizerState: false));

    /// <summary>A copy of parameters, their optimizer state, masks and buffers.</summary>
    public Snapshot Snapshot() => new(Named().Read(optimizerState: true));

    /// <summary>Sets the module to a snapshot.</summary>
    /// <exception cref="ArgumentException">An array is missing, or has another shape or format than this module's; nothing was changed.</exception>
    public void Restore(Snapshot snapshot)
    {
        var named = Named();
        named.Check(snapshot, optimizerState: true);
        named.Write(snapshot, optimizerState: true);
    }

    /// <summary>The parameters in the order of <see cref="Parameters"/>, with the prefix before their names.</summary>
    internal IEnumerable<(string Name, Parameter Parameter)> NamedParameters(string prefix = "") =>
        _parameters.Select(entry => (prefix + entry.Name, entry.Parameter)).Concat(_children.SelectMany(child => child.Module.NamedParameters($"{prefix}{child.Name}.")));

    /// <summary>The buffers in the order of <see cref="Buffers"/>, with the prefix before their names.</summary>
    internal IEnumerable<(string Name, Buffer Buffer)> NamedBuffers(string prefix = "") =>
        _buffers.Select(entry => (prefix + entry.Name, entry.Buffer)).Concat(_children.SelectMany(child => child.Module.NamedBuffers($"{prefix}{child.Name}.")));

    NamedWeights Named() => new(Device, NamedParameters(), NamedBuffers());
}
