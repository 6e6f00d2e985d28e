using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>In which number formats a network computes. Weights, their gradients, moments, statistics and losses have the format of the device in every precision.</summary>
/// <param name="Name">"float32", "bfloat16", "tf32"</param>
/// <param name="Activations">
/// the format in which activations and their gradients are stored; null: that of the device. With BFloat16, contractions multiply BFloat16, for which
/// weights are rounded, and add in Float32.
/// </param>
/// <param name="Contractions">what contractions of Float32 multiply, which is chosen when a device is opened</param>
public sealed record Precision(string Name, DType? Activations = null, ContractionPrecision Contractions = ContractionPrecision.Float32)
{
    /// <summary>Float32 everywhere (Float64 on the reference device).</summary>
    public static Precision Float32 { get; } = new("float32");

    /// <summary>Activations and their gradients in BFloat16 (Kalamkar et al. 2019).</summary>
    public static Precision BFloat16 { get; } = new("bfloat16", DType.BFloat16);

    /// <summary>Float32 everywhere, of which the tensor cores of a GPU multiply the upper 19 bits.</summary>
    public static Precision TensorFloat32 { get; } = new("tf32", Contractions: ContractionPrecision.TensorFloat32);

    /// <summary>All precisions.</summary>
    public static IReadOnlyList<Precision> All { get; } = [Float32, BFloat16, TensorFloat32];

    /// <summary>The precision of a name; null if there is none.</summary>
    public static Precision? Named(string name) => All.FirstOrDefault(precision => precision.Name == name);

    /// <summary>An activation in the format of this precision.</summary>
    public Variable Of(Variable activation) => activation.Cast(Activations ?? activation.Device.DType);

    public override string ToString() => Name;
}
