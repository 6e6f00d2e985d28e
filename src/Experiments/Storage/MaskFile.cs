using System.Globalization;
using SparseGen.Autograd;
using SparseGen.Pruning;

namespace SparseGen.Experiments;

/// <summary>Files of masks: one U8 array for each layer, 1 = survives.</summary>
public static class MaskFile
{
    static readonly string[] s_keys = ["scoring_nominal", "scoring_in_bounds", "scoring_surviving", "scoring_normalisation"];

    /// <param name="scoring">the work of the scores that the mask was made from</param>
    public static void Write(string path, Mask mask, Work scoring = default) => Checkpoint.Write(
        path,
        mask.Layers.ToDictionary(layer => layer.Path, layer => NDArray.Of(layer.Shape, layer.Bytes)),
        s_keys.Zip([scoring.Nominal, scoring.InBounds, scoring.Surviving, scoring.Normalisation]).ToDictionary(pair => pair.First, pair => pair.Second.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>The work of the scores that a mask was made from.</summary>
    public static Work WorkOf(string path)
    {
        var metadata = Checkpoint.Read(path).Metadata;
        var values = s_keys.Select(key => metadata.TryGetValue(key, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : 0).ToArray();
        return new Work(values[0], values[1], values[2], values[3]);
    }

    /// <param name="dense">the dense mask of the model, which gives the layers and their order</param>
    /// <exception cref="FileFormatException">The file is damaged, or of another model.</exception>
    public static Mask Read(string path, Mask dense)
    {
        var file = Checkpoint.Read(path);
        return new Mask(dense.Layers.Select(layer => new LayerMask(layer.Path, layer.Shape, file.Get(layer.Path, layer.Shape).As<byte>())));
    }
}
