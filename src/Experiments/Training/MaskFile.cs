using SparseGen.Pruning;

namespace SparseGen.Experiments;

/// <summary>Masks as files: one U8 array a layer, 1 = survives.</summary>
public static class MaskFile
{
    public static void Write(string path, Mask mask) =>
        Checkpoint.Write(path, mask.Layers.ToDictionary(layer => layer.Path, layer => NDArray.Of(layer.Shape, layer.Bytes)));

    /// <param name="path">the file</param>
    /// <param name="dense">of the model: which layers there are, and their order</param>
    /// <exception cref="FileFormatException">The file is damaged, or of another model.</exception>
    public static Mask Read(string path, Mask dense)
    {
        var file = Checkpoint.Read(path);
        return new Mask(dense.Layers.Select(layer => new LayerMask(layer.Path, layer.Shape, file.Get(layer.Path, layer.Shape).As<byte>())));
    }
}
