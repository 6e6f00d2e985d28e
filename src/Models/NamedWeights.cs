using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// The parameters and buffers of a network by name, and how they become arrays and come back: dense, each parameter with its
/// optimizer state ("decoder.2.weight.adam.m") and its mask ("decoder.2.weight.mask"), where it has one. Everything is checked
/// before anything is changed.
/// </summary>
sealed class NamedWeights(Device device, IEnumerable<(string Name, Parameter Parameter)> parameters, IEnumerable<(string Name, Buffer Buffer)> buffers)
{
    readonly (string Name, Parameter Parameter)[] _parameters = [.. parameters];
    readonly (string Name, Buffer Buffer)[] _buffers = [.. buffers];

    /// <param name="optimizerState">whether it is among them</param>
    public IEnumerable<KeyValuePair<string, NDArray>> Read(bool optimizerState)
    {
        foreach (var (name, parameter) in _parameters)
        {
            yield return new(name, Download(parameter, parameter.Value.Value));
            if (optimizerState)
                foreach (var companion in parameter.Companions) yield return new(CompanionName(name, companion), Download(parameter, companion.Tensor));
            if (parameter.Pattern is { } pattern) yield return new(MaskName(name), NDArray.Of<byte>(parameter.Shape, pattern.ToMask()));
        }
        foreach (var (name, buffer) in _buffers) yield return new(name, Download(buffer.Tensor));
    }

    /// <summary>Whether the snapshot fits; changes nothing.</summary>
    /// <param name="snapshot">with these names</param>
    /// <param name="optimizerState">whether it has to have that, too</param>
    /// <exception cref="ArgumentException">An array is missing, or has another shape or format, or is the mask of what is not prunable.</exception>
    public void Check(Snapshot snapshot, bool optimizerState)
    {
        foreach (var (name, parameter) in _parameters)
        {
            snapshot.Get(name, parameter.Shape, device.DType);
            if (optimizerState)
                foreach (var companion in parameter.Companions) snapshot.Get(CompanionName(name, companion), parameter.Shape, device.DType);
            if (!snapshot.Arrays.ContainsKey(MaskName(name))) continue;
            snapshot.Get(MaskName(name), parameter.Shape, DType.UInt8);
            if (!parameter.Prunable) throw new ArgumentException($"The snapshot has a mask of '{name}', which is not prunable.");
        }
        foreach (var (name, buffer) in _buffers) snapshot.Get(name, buffer.Tensor.Shape, device.DType);
    }

    /// <summary>Overwrites everything with a snapshot that was checked; parameters without a mask in it become dense.</summary>
    /// <param name="snapshot">with these names</param>
    /// <param name="optimizerState">whether it is taken from the snapshot, or becomes zero</param>
    public void Write(Snapshot snapshot, bool optimizerState)
    {
        foreach (var (name, parameter) in _parameters)
        {
            parameter.Apply(snapshot.Arrays.TryGetValue(MaskName(name), out var mask) ? new Pattern(parameter.Shape, mask.Bytes) : null);
            Upload(snapshot.Arrays[name], parameter, parameter.Value.Value);
            foreach (var companion in parameter.Companions)
                if (optimizerState) Upload(snapshot.Arrays[CompanionName(name, companion)], parameter, companion.Tensor);
                else device.Kernels.Fill(companion.Tensor, 0);
        }
        foreach (var (name, buffer) in _buffers) Upload(snapshot.Arrays[name], buffer.Tensor);
    }

    /// <summary>What <see cref="Write"/> takes, from a file of any origin, converted to the device's type.</summary>
    /// <param name="file">with these names</param>
    /// <param name="strict">whether the file has to have all of them and nothing else; if not, what is missing is as it is now</param>
    /// <param name="what">"the component 'encoder'", for errors</param>
    /// <exception cref="FileFormatException">An array has another shape, is not finite or, if strict, is missing or has no place.</exception>
    public Snapshot Take(ArrayFile file, bool strict, string what)
    {
        var import = new StrictImport(file, name => !strict || IgnorableArrays.InAnyNetwork(name));
        var own = strict ? [] : Read(optimizerState: false).ToDictionary();
        var taken = new Dictionary<string, NDArray>();
        foreach (var (name, parameter) in _parameters)
        {
            var isOwn = Take(name, parameter.Shape);
            if (isOwn && own.TryGetValue(MaskName(name), out var mask)) taken.Add(MaskName(name), mask);
            else if (!isOwn && parameter.Prunable && import.Has(MaskName(name))) taken.Add(MaskName(name), MaskOf(import.Take(MaskName(name), parameter.Shape)));
        }
        foreach (var (name, buffer) in _buffers) Take(name, buffer.Tensor.Shape);
        import.End(what);
        return new Snapshot(taken);

        bool Take(string name, in Shape shape)
        {
            var isOwn = !import.Has(name) && own.ContainsKey(name);
            taken.Add(name, isOwn ? own[name] : Converted(import.Take(name, shape)));
            return isOwn;
        }
    }

    NDArray Converted(NDArray array) => device.DType == DType.Float64
        ? NDArray.Of<double>(array.Shape, array.ToDouble())
        : NDArray.Of<float>(array.Shape, array.ToSingle());

    /// <summary>1 where it is not zero, from whatever type.</summary>
    static NDArray MaskOf(NDArray array) => NDArray.Of<byte>(array.Shape, Array.ConvertAll(array.ToSingle(), value => value == 0 ? (byte)0 : (byte)1));

    static string CompanionName(string name, Companion companion) => $"{name}.{companion.Name}";

    static string MaskName(string name) => $"{name}.mask";

    static NDArray Download(Parameter parameter, Tensor stored)
    {
        using var scope = parameter.Device.OpenScope();
        return Download(parameter.Dense(stored));
    }

    static NDArray Download(Tensor tensor) => tensor.DType == DType.Float64
        ? NDArray.Of<double>(tensor.Shape, tensor.ToArray<double>())
        : NDArray.Of<float>(tensor.Shape, tensor.ToArray<float>());

    static void Upload(NDArray array, Parameter parameter, Tensor stored)
    {
        using var scope = parameter.Device.OpenScope();
        var dense = parameter.Device.Allocate(parameter.Shape);
        Upload(array, dense);
        parameter.Store(dense, stored);
    }

    static void Upload(NDArray array, Tensor tensor) => tensor.Memory.Upload(array.Bytes, tensor);
}
