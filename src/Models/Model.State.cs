using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

public abstract partial class Model
{
    IEnumerable<Buffer> Buffers => _components.SelectMany(component => component.Module.Buffers);

    /// <summary>A copy of everything that training changes.</summary>
    public Snapshot Snapshot() => new(State());

    /// <summary>A copy of parameters, masks and buffers: what a network computes with, without what its optimizers remember.</summary>
    public IEnumerable<KeyValuePair<string, NDArray>> Weights()
    {
        var remembered = _parameters.SelectMany(parameter => parameter.Companions.Select(companion => CompanionName(parameter, companion)))
            .Concat(_optimizers.Select(optimizer => StepsName(optimizer.Name)))
            .ToHashSet();
        return State().Where(pair => !remembered.Contains(pair.Key));
    }

    /// <summary>Returns to a snapshot, its masks included: that of a dense model makes it dense.</summary>
    /// <exception cref="ArgumentException">An array is missing, or has another shape or format than this model's.</exception>
    public void Restore(Snapshot snapshot)
    {
        foreach (var parameter in _parameters)
        {
            parameter.Apply(snapshot.Arrays.ContainsKey(MaskName(parameter))
                ? new Pattern(parameter.Shape, snapshot.Get(MaskName(parameter), parameter.Shape, DType.UInt8).Bytes)
                : null);
            Restore(snapshot, parameter.Path, parameter, parameter.Value.Value);
            foreach (var companion in parameter.Companions) Restore(snapshot, CompanionName(parameter, companion), parameter, companion.Tensor);
        }
        foreach (var buffer in Buffers) Upload(snapshot, buffer.Path, buffer.Tensor);
        foreach (var (name, optimizer) in _optimizers)
            optimizer.Steps = snapshot.Get(StepsName(name), new Shape(), DType.Int64).As<long>()[0];
    }

    IEnumerable<KeyValuePair<string, NDArray>> State()
    {
        foreach (var parameter in _parameters)
        {
            yield return new(parameter.Path, Download(parameter, parameter.Value.Value));
            foreach (var companion in parameter.Companions) yield return new(CompanionName(parameter, companion), Download(parameter, companion.Tensor));
            if (parameter.Pattern is { } pattern) yield return new(MaskName(parameter), NDArray.Of<byte>(parameter.Shape, pattern.ToMask()));
        }
        foreach (var buffer in Buffers) yield return new(buffer.Path, Download(buffer.Tensor));
        foreach (var (name, optimizer) in _optimizers) yield return new(StepsName(name), NDArray.Of<long>(new Shape(), [optimizer.Steps]));
    }

    static string CompanionName(Parameter parameter, Companion companion) => $"{parameter.Path}.{companion.Name}";

    static string MaskName(Parameter parameter) => $"{parameter.Path}.mask";

    static string StepsName(string optimizer) => $"{optimizer}.steps";

    static NDArray Download(Parameter parameter, Tensor stored)
    {
        using var scope = parameter.Device.OpenScope();
        return Download(parameter.Dense(stored));
    }

    static NDArray Download(Tensor tensor) => tensor.DType == DType.Float64
        ? NDArray.Of<double>(tensor.Shape, tensor.ToArray<double>())
        : NDArray.Of<float>(tensor.Shape, tensor.ToArray<float>());

    static void Restore(Snapshot snapshot, string name, Parameter parameter, Tensor stored)
    {
        using var scope = parameter.Device.OpenScope();
        var dense = parameter.Device.Allocate(parameter.Shape);
        Upload(snapshot, name, dense);
        parameter.Store(dense, stored);
    }

    static void Upload(Snapshot snapshot, string name, Tensor tensor) =>
        tensor.Memory.Upload(snapshot.Get(name, tensor.Shape, tensor.DType).Bytes, tensor);
}
