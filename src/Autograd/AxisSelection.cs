using SparseGen.Kernels;

namespace SparseGen.Autograd;

/// <summary>Selects entries along one axis of an array.</summary>
public static class AxisSelection
{
    /// <summary>A shape with so many entries along an axis.</summary>
    /// <exception cref="ArgumentException">The indices are none, not ascending, or outside of the axis.</exception>
    public static Shape Of(in Shape shape, int axis, ReadOnlySpan<int> indices)
    {
        if (indices.IsEmpty) throw new ArgumentException($"At least one entry of axis {axis} of {shape} has to be kept.");
        for (var i = 0; i < indices.Length; i++)
            if ((uint)indices[i] >= (uint)shape[axis] || (i > 0 && indices[i] <= indices[i - 1]))
                throw new ArgumentException($"Indices along axis {axis} of {shape} are ascending and from 0 to {shape[axis] - 1}; found {indices[i]}.");
        return shape.With(axis, indices.Length);
    }

    /// <summary>The selected entries.</summary>
    /// <param name="source">of the given shape, row by row</param>
    /// <param name="shape">of the source</param>
    /// <param name="axis">along which entries are selected</param>
    /// <param name="indices">that are kept, ascending</param>
    public static T[] Of<T>(ReadOnlySpan<T> source, in Shape shape, int axis, ReadOnlySpan<int> indices)
    {
        long outer = 1, inner = 1;
        for (var i = 0; i < axis; i++) outer *= shape[i];
        for (var i = axis + 1; i < shape.Rank; i++) inner *= shape[i];
        var result = new T[outer * indices.Length * inner];
        var at = 0;
        for (var o = 0L; o < outer; o++)
            foreach (var index in indices)
            {
                source.Slice((int)((o * shape[axis] + index) * inner), (int)inner).CopyTo(result.AsSpan(at));
                at += (int)inner;
            }
        return result;
    }

    /// <summary>The selected entries of a tensor, as an owned tensor; the given one is disposed.</summary>
    public static Tensor Replace(Device device, Tensor tensor, int axis, ReadOnlySpan<int> indices)
    {
        var result = device.AllocateOwned(Of(tensor.Shape, axis, indices));
        if (tensor.DType == DType.Float64) result.Upload<double>(Of<double>(tensor.ToArray<double>(), tensor.Shape, axis, indices));
        else result.Upload<float>(Of<float>(tensor.ToArray<float>(), tensor.Shape, axis, indices));
        tensor.Dispose();
        return result;
    }
}
