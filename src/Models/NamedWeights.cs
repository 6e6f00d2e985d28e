using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// Converts the parameters and buffers of a network to named dense arrays and back. Each parameter is accompanied by its
/// optimizer state ("decoder.2.weight.adam.m") and, if it is pruned, its mask ("decoder.2.weight.mask").
/// </summary>
sealed class NamedWeights(Device device, IEnumerable<(string Name, Parameter Parameter)> parameters, IEnumerable<(string Name, Buffer Buffer)> buffers)
{
    /// <summary>The array that says that channels were removed: other arrays may then be smaller than the network was made.</summary>
    const string NarrowedName = "narrowed";

    readonly (string Name, Parameter Parameter)[] _parameters = [.. parameters];
    readonly (string Name, Buffer Buffer)[] _buffers = [.. buffers];

    /// <summary>The arrays, in the order of the network.</summary>
    /// <param name="optimizerState">whether optimizer state is included</param>
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
        if (Array.Exists(_parameters, entry => entry.Parameter.Shape != entry.Parameter.FullShape)) yield return new(NarrowedName, NDArray.Of<byte>(new Shape(), [1]));
    }

    /// <summary>Checks that a snapshot fits the network; changes nothing.</summary>
    /// <param name="optimizerState">whether the snapshot must have optimizer state</param>
    /// <exception cref="ArgumentException">An array is missing, or has another shape or format, or is the mask of a parameter that is not prunable.</exception>
    public void Check(Snapshot snapshot, bool optimizerState)
    {
        foreach (var (name, parameter) in _parameters)
        {
            var shape = ShapeIn(snapshot.Arrays, name, parameter.FullShape);
            snapshot.Get(name, shape, device.DType);
            if (optimizerState)
                foreach (var companion in parameter.Companions) snapshot.Get(CompanionName(name, companion), shape, device.DType);
            if (!snapshot.Arrays.ContainsKey(MaskName(name))) continue;
            snapshot.Get(MaskName(name), shape, DType.UInt8);
            if (!parameter.Prunable) throw new ArgumentException($"The snapshot has a mask of '{name}', which is not prunable.");
        }
        foreach (var (name, buffer) in _buffers) snapshot.Get(name, ShapeIn(snapshot.Arrays, name, buffer.FullShape), device.DType);
    }

    /// <summary>Writes a snapshot that was checked into the network; parameters without a mask in it become dense.</summary>
    /// <param name="optimizerState">whether optimizer state is taken from the snapshot; else it becomes 0</param>
    public void Write(Snapshot snapshot, bool optimizerState)
    {
        foreach (var (name, parameter) in _parameters)
        {
            parameter.Resize(snapshot.Arrays[name].Shape);
            parameter.Apply(snapshot.Arrays.TryGetValue(MaskName(name), out var mask) ? new Pattern(parameter.Shape, mask.Bytes) : null);
            Upload(snapshot.Arrays[name], parameter, parameter.Value.Value);
            foreach (var companion in parameter.Companions)
                if (optimizerState) Upload(snapshot.Arrays[CompanionName(name, companion)], parameter, companion.Tensor);
                else device.Kernels.Fill(companion.Tensor, 0);
        }
        foreach (var (name, buffer) in _buffers)
        {
            buffer.Resize(snapshot.Arrays[name].Shape);
            Upload(snapshot.Arrays[name], buffer.Tensor);
        }
    }

    /// <summary>Makes a snapshot without optimizer state for <see cref="Write"/> of a file, converted to the device's type.</summary>
    /// <param name="strict">whether the file must have all arrays of the network and no others; if not, missing arrays keep their current values</param>
    /// <param name="what">describes the network in error messages: "the component 'encoder'"</param>
    /// <exception cref="FileFormatException">An array has another shape, is not finite or, if strict, is missing or does not belong to the network.</exception>
    public Snapshot Take(ArrayFile file, bool strict, string what)
    {
        var import = new StrictImport(file, name => !strict || IgnorableArrays.InAnyNetwork(name));
        var own = strict ? [] : Read(optimizerState: false).ToDictionary();
        var taken = new Dictionary<string, NDArray>();
        foreach (var (name, parameter) in _parameters)
        {
            var shape = ShapeOf(name, parameter.Shape, parameter.FullShape);
            var isOwn = Take(name, shape);
            if (isOwn && own.TryGetValue(MaskName(name), out var mask)) taken.Add(MaskName(name), mask);
            else if (!isOwn && parameter.Prunable && import.Has(MaskName(name))) taken.Add(MaskName(name), MaskOf(import.Take(MaskName(name), shape)));
        }
        foreach (var (name, buffer) in _buffers) Take(name, ShapeOf(name, buffer.Tensor.Shape, buffer.FullShape));
        if (import.Has(NarrowedName) || own.ContainsKey(NarrowedName)) Take(NarrowedName, new Shape());
        import.End(what);
        return new Snapshot(taken);

        // An array that the file lacks keeps the shape that it has.
        Shape ShapeOf(string name, in Shape present, in Shape full) => import.Has(name) ? ShapeIn(file.Arrays, name, full) : present;

        bool Take(string name, in Shape shape)
        {
            var isOwn = !import.Has(name) && own.ContainsKey(name);
            taken.Add(name, isOwn ? own[name] : name == NarrowedName ? import.Take(name, shape) : Converted(import.Take(name, shape)));
            return isOwn;
        }
    }

    /// <summary>The shape that an array has to have: that of a network with all channels, or, where channels were removed, its own if it is nowhere larger.</summary>
    static Shape ShapeIn(IReadOnlyDictionary<string, NDArray> arrays, string name, in Shape full) =>
        arrays.ContainsKey(NarrowedName) && arrays.TryGetValue(name, out var array) && array.Shape.FitsIn(full) ? array.Shape : full;

    NDArray Converted(NDArray array) => device.DType == DType.Float64
        ? NDArray.Of<double>(array.Shape, array.ToDouble())
        : NDArray.Of<float>(array.Shape, array.ToSingle());

    /// <summary>A mask of bytes: 1 where the array, of any type, is not 0.</summary>
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
