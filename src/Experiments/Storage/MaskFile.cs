using System.Globalization;
using SparseGen.Pruning;

namespace SparseGen.Experiments;

/// <summary>Files of masks: one U8 array for each layer, 1 = survives.</summary>
public static class MaskFile
{
    const string ScoringKey = "scoring_flop";

    /// <param name="scoring">floating-point operations of the scores that the mask was made from</param>
    public static void Write(string path, Mask mask, double scoring = 0) => Checkpoint.Write(
        path,
        mask.Layers.ToDictionary(layer => layer.Path, layer => NDArray.Of(layer.Shape, layer.Bytes)),
        new Dictionary<string, string> { [ScoringKey] = scoring.ToString("R", CultureInfo.InvariantCulture) });

    /// <summary>The floating-point operations of the scores that a mask was made from.</summary>
    public static double ScoringOf(string path) =>
        Checkpoint.Read(path).Metadata.TryGetValue(ScoringKey, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : 0;

    /// <param name="dense">the dense mask of the model, which gives the layers and their order</param>
    /// <exception cref="FileFormatException">The file is damaged, or of another model.</exception>
    public static Mask Read(string path, Mask dense)
    {
        var file = Checkpoint.Read(path);
        return new Mask(dense.Layers.Select(layer => new LayerMask(layer.Path, layer.Shape, file.Get(layer.Path, layer.Shape).As<byte>())));
    }
}
