using SparseGen.Autograd;

namespace SparseGen.Models;

/// <summary>In which number formats a network computes. Weights, their gradients, moments, statistics and losses have the format of the device in every precision.</summary>
/// <param name="Name">"float32", "bfloat16"</param>
/// <param name="Activations">
/// the format in which activations and their gradients are stored; null: that of the device. With BFloat16, contractions multiply BFloat16, for which
/// weights are rounded, and add in Float32.
/// </param>
public sealed record Precision(string Name, DType? Activations = null)
{
    /// <summary>Float32 everywhere (Float64 on the reference device).</summary>
    public static Precision Float32 { get; } = new("float32");

    /// <summary>Activations and their gradients in BFloat16 (Kalamkar et al. 2019).</summary>
    public static Precision BFloat16 { get; } = new("bfloat16", DType.BFloat16);

    /// <summary>All precisions, by name.</summary>
    public static IReadOnlyList<Precision> All { get; } = [Float32, BFloat16];

    /// <summary>An activation in the format of this precision.</summary>
    public Variable Of(Variable activation) => activation.Cast(Activations ?? activation.Device.DType);

    public override string ToString() => Name;
}
