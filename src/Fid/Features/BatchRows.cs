using SparseGen.Kernels;

namespace SparseGen.Fid;

/// <summary>Reads the results of a network for a batch.</summary>
static class BatchRows
{
    /// <summary>Reads (F, N) from a device and transposes it to (N, F).</summary>
    public static void Read(Device device, Tensor columns, Span<float> rows)
    {
        var values = device.Read(columns);
        var (features, batch) = (columns.Shape[0], columns.Shape[1]);
        for (var f = 0; f < features; f++)
            for (var n = 0; n < batch; n++) rows[n * features + f] = values[f * batch + n];
    }
}
