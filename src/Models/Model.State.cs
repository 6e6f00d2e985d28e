using System.Buffers.Binary;
using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

public abstract partial class Model
{
    /// <summary>A copy of everything that training changes.</summary>
    public Snapshot Snapshot()
    {
        var arrays = new List<StoredArray>();
        foreach (var parameter in _parameters)
        {
            arrays.Add(Download(parameter.Path, parameter, parameter.Value.Value));
            foreach (var companion in parameter.Companions) arrays.Add(Download($"{parameter.Path}.{companion.Name}", parameter, companion.Tensor));
            if (parameter.Pattern is { } pattern) arrays.Add(new StoredArray(MaskName(parameter), parameter.Shape, DType.UInt8, pattern.ToMask()));
        }
        foreach (var buffer in Buffers) arrays.Add(Download(buffer.Path, buffer.Tensor));
        foreach (var (name, optimizer) in _optimizers)
        {
            var steps = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(steps, optimizer.Steps);
            arrays.Add(new StoredArray(StepsName(name), new Shape(), DType.Int64, steps));
        }
        return new Snapshot(arrays);
    }

    /// <summary>Returns to a snapshot, its masks included: a snapshot of the dense model makes it dense.</summary>
    /// <exception cref="ArgumentException">An array is missing, or has another shape or format than this model's.</exception>
    public void Restore(Snapshot snapshot)
    {
        foreach (var parameter in _parameters)
        {
            var mask = snapshot.Find(MaskName(parameter));
            parameter.Apply(mask is null ? null : new Pattern(parameter.Shape, Fitting(mask, parameter.Shape, DType.UInt8).Span));
            Upload(snapshot, parameter.Path, parameter, parameter.Value.Value);
            foreach (var companion in parameter.Companions) Upload(snapshot, $"{parameter.Path}.{companion.Name}", parameter, companion.Tensor);
        }
        foreach (var buffer in Buffers) Device.Memory.Upload(Require(snapshot, buffer.Path, buffer.Tensor.Shape, Device.DType).Span, buffer.Tensor);
        foreach (var (name, optimizer) in _optimizers)
            optimizer.Steps = BinaryPrimitives.ReadInt64LittleEndian(Require(snapshot, StepsName(name), new Shape(), DType.Int64).Span);
    }

    IEnumerable<Buffer> Buffers => _components.SelectMany(component => component.Module.Buffers);

    static string MaskName(Parameter parameter) => $"{parameter.Path}.mask";

    static string StepsName(string optimizer) => $"{optimizer}.steps";

    StoredArray Download(string name, Parameter parameter, Tensor stored)
    {
        using var scope = Device.OpenScope();
        return Download(name, parameter.Dense(stored));
    }

    static StoredArray Download(string name, Tensor tensor)
    {
        var bytes = new byte[tensor.Count * tensor.DType.Size()];
        tensor.Memory.Download(tensor, bytes);
        return new StoredArray(name, tensor.Shape, tensor.DType, bytes);
    }

    void Upload(Snapshot snapshot, string name, Parameter parameter, Tensor stored)
    {
        using var scope = Device.OpenScope();
        var dense = Device.Allocate(parameter.Shape);
        Device.Memory.Upload(Require(snapshot, name, parameter.Shape, Device.DType).Span, dense);
        parameter.Store(dense, stored);
    }

    static ReadOnlyMemory<byte> Require(Snapshot snapshot, string name, in Shape shape, DType type) =>
        Fitting(snapshot.Find(name) ?? throw new ArgumentException($"The snapshot has no array '{name}'."), shape, type);

    static ReadOnlyMemory<byte> Fitting(StoredArray array, in Shape shape, DType type) => array.Shape == shape && array.DType == type
        ? array.Bytes
        : throw new ArgumentException($"'{array.Name}' of the snapshot is {array.DType} {array.Shape}; the model has {type} {shape}.");
}
