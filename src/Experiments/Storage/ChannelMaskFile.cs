using System.Globalization;
using SparseGen.Models;
using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>Files of masks of channels: one U8 array for each set, 1 = kept, and the step at which the others were removed.</summary>
public static class ChannelMaskFile
{
    const string StepKey = "step";

    public static void Write(string path, ChannelMask mask, Step step) => Checkpoint.Write(
        path,
        mask.Sets.All.Zip(mask.Kept).ToDictionary(pair => pair.First.Name, pair => NDArray.Of<byte>(new Shape(pair.Second.Length), [.. pair.Second.Select(kept => (byte)(kept ? 1 : 0))])),
        new Dictionary<string, string> { [StepKey] = step.ToString() });

    /// <param name="sets">of the model with all its channels</param>
    /// <exception cref="FileFormatException">The file is damaged, or of another model.</exception>
    public static (ChannelMask Mask, Step Step) Read(string path, ChannelSets sets)
    {
        var file = Checkpoint.Read(path);
        if (!file.Metadata.TryGetValue(StepKey, out var text) || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step))
            throw new FileFormatException(path, $"expected a step in its metadata, found '{text}'");
        return (new ChannelMask(sets, sets.All.Select(set => Array.ConvertAll(file.Get(set.Name, new Shape(set.Count)).As<byte>().ToArray(), flag => flag != 0))), step);
    }
}
