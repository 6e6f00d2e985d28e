using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// A <see cref="Gather"/> as kernels take it: a product of weights (targets × terms) with a matrix (terms × columns) that is
/// gathered on the fly, not stored.
/// </summary>
/// <remarks>
/// A column is a target pixel of one phase and a sample n; a term is a source channel and a tap, term = channel · taps + tap.
/// Phases holds for each phase: number of taps, number of pixels, first entry in Sources, first entry in Targets, first packed
/// row of weights.
/// </remarks>
readonly struct ProductGeometry
{
    const int PhaseFields = 5;

    public readonly ArrayView<int> Phases;

    /// <summary>(pixels, taps) of each phase: the source pixel, −1 outside the image.</summary>
    public readonly ArrayView<int> Sources;

    /// <summary>(pixels) of each phase: the target pixel.</summary>
    public readonly ArrayView<int> Targets;

    public readonly int SourceChannels, TargetChannels;

    /// <summary>Padded number of samples, a multiple of 8.</summary>
    public readonly int Batch;

    /// <summary>Floats of one channel of the source, and of the target.</summary>
    public readonly int SourcePlane, TargetPlane;

    public ProductGeometry(ArrayView<int> phases, ArrayView<int> sources, ArrayView<int> targets, Gather gather, int batch)
    {
        Phases = phases;
        Sources = sources;
        Targets = targets;
        SourceChannels = gather.SourceChannels;
        TargetChannels = gather.TargetChannels;
        Batch = batch;
        SourcePlane = checked(gather.SourceHeight * gather.SourceWidth * batch);
        TargetPlane = checked(gather.TargetHeight * gather.TargetWidth * batch);
        _ = checked(SourcePlane * SourceChannels);
        _ = checked(TargetPlane * TargetChannels);
    }

    public int Taps(int phase) => Phases[phase * PhaseFields];

    public int Pixels(int phase) => Phases[phase * PhaseFields + 1];

    public int FirstSource(int phase) => Phases[phase * PhaseFields + 2];

    public int FirstTarget(int phase) => Phases[phase * PhaseFields + 3];

    public int FirstRow(int phase) => Phases[phase * PhaseFields + 4];
}
