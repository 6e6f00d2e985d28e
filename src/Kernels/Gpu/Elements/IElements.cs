namespace SparseGen.Kernels.Gpu;

/// <summary>
/// Elements in the memory of a device, as kernels take them. Kernels compute in Float32: loads widen, stores round to the nearest number of the
/// format, ties to even.
/// </summary>
interface IElements
{
    /// <summary>Bytes of an element.</summary>
    static abstract int Bytes { get; }

    int Length { get; }

    /// <summary>A number rounded to the format.</summary>
    static abstract float Round(float value);

    /// <summary>Element i.</summary>
    float Load(int i);

    void Store(int i, float value);

    /// <summary>Elements 2i and 2i + 1, which are aligned to their size.</summary>
    void StoreTwo(int i, float first, float second);

    /// <summary>Elements 4i … 4i + 3, which are aligned to their size.</summary>
    Float4 LoadFour(int i);

    void StoreFour(int i, Float4 values);
}

/// <summary>Elements of tensors, which are opened on the host.</summary>
interface IElements<TSelf> : ITensorElements where TSelf : struct, IElements<TSelf>
{
    static abstract DType Format { get; }

    static abstract TSelf Of(GpuSession session, nint address, long count);
}
