using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// In which number formats a network computes. The weights that an optimizer changes, its moments, biases and scales of batch norm, statistics and
/// losses have the format of the device in every precision.
/// </summary>
/// <param name="Name">"float32", "bfloat16", "mixed", "tf32"</param>
/// <param name="Activations">
/// the format in which activations and their gradients are stored; null: that of the device. With BFloat16, contractions multiply BFloat16, for which
/// weights are rounded, and add in Float32.
/// </param>
/// <param name="Contractions">what contractions of Float32 multiply, which is chosen when a device is opened</param>
/// <param name="RoundsWeights">
/// whether networks compute with weights, and optimizers with gradients of weights, of few bits: of eight (E4M3 and E5M2 with a scale for each row) if a
/// weight has at least <see cref="ManyWeights"/> entries, else of BFloat16
/// </param>
public sealed record Precision(string Name, DType? Activations = null, ContractionPrecision Contractions = ContractionPrecision.Float32, bool RoundsWeights = false)
{
    /// <summary>Entries from which a weight and its gradient are rounded to eight bits.</summary>
    public const int ManyWeights = 1 << 16;

    /// <summary>Float32 everywhere (Float64 on the reference device).</summary>
    public static Precision Float32 { get; } = new("float32");

    /// <summary>Activations and their gradients in BFloat16 (Kalamkar et al. 2019).</summary>
    public static Precision BFloat16 { get; } = new("bfloat16", DType.BFloat16);

    /// <summary>As <see cref="BFloat16"/>, and weights and their gradients rounded to 16 or 8 bits depending on their size, as in the paper (section 4.5).</summary>
    public static Precision Mixed { get; } = new("mixed", DType.BFloat16, RoundsWeights: true);

    /// <summary>Float32 everywhere, of which the tensor cores of a GPU multiply the upper 19 bits.</summary>
    public static Precision TensorFloat32 { get; } = new("tf32", Contractions: ContractionPrecision.TensorFloat32);

    /// <summary>All precisions.</summary>
    public static IReadOnlyList<Precision> All { get; } = [Float32, BFloat16, Mixed, TensorFloat32];

    /// <summary>The precision of a name; null if there is none.</summary>
    public static Precision? Named(string name) => All.FirstOrDefault(precision => precision.Name == name);

    /// <summary>An activation in the format of this precision.</summary>
    public Variable Of(Variable activation) => activation.Cast(Activations ?? activation.Device.DType);

    /// <summary>A weight as the network computes with it.</summary>
    public Variable Of(Parameter weight) =>
        !RoundsWeights ? weight.Value
        : weight.FullShape.Count >= ManyWeights ? weight.Value.Quantise(weight.Pattern, DType.Float8E4M3, DType.Float8E5M2)
        : weight.Value.Quantise(weight.Pattern, DType.BFloat16, DType.BFloat16);

    public override string ToString() => Name;
}
