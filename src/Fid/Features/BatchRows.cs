using SparseGen.Kernels;

namespace SparseGen.Fid;

static class BatchRows
{
    /// <summary>(F, N) on a device → (N, F)</summary>
    public static void Read(Device device, Tensor columns, Span<float> rows)
    {
        var values = device.Read(columns);
        var (features, batch) = (columns.Shape[0], columns.Shape[1]);
        for (var f = 0; f < features; f++)
            for (var n = 0; n < batch; n++) rows[n * features + f] = values[f * batch + n];
    }
}
