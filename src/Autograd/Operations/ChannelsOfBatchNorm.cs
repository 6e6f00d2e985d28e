namespace SparseGen.Autograd;

/// <summary>Batch normalisation passes the channels of x on; γ, β and the running statistics have an entry for each.</summary>
static class ChannelsOfBatchNorm
{
    /// <param name="inputs">x (C, …, N), γ (C), β (C)</param>
    /// <param name="statistics">of (C); null if there are none</param>
    public static AxisLabels Follow(ChannelTrace trace, ReadOnlySpan<Variable> inputs, params ReadOnlySpan<Tensor?> statistics)
    {
        var x = trace[inputs[0]];
        var channels = trace.Unite(trace.Unite(x.Axes[0], trace[inputs[1]].Axes[0]), trace[inputs[2]].Axes[0]);
        foreach (var tensor in statistics)
            if (tensor is not null) trace.Unite(channels, trace.Persistent(tensor, tensor.Shape).Axes[0]);
        return new AxisLabels(x.Shape, [channels, .. x.Axes[1..]]);
    }
}
