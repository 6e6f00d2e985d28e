using SparseGen.Experiments;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Bench.Quick;

/// <summary>The models whose steps are timed: those of the experiments, with the side of their images if they take more than one.</summary>
static class TimedModel
{
    static readonly Dictionary<string, (ModelKind Kind, Shape Image)> Models = new(
        from kind in ModelKind.All
        from side in kind.Image[0] == 1 ? [""] : new[] { "", "32", "64" }
        select KeyValuePair.Create(kind.Name + side, (kind, side == "64" ? new Shape(3, 64, 64) : kind.Image)));

    /// <summary>"dcgan", "dcgan32", "dcgan64"</summary>
    public static IEnumerable<string> Names => Models.Keys;

    /// <param name="device">where it trains</param><param name="name">one of <see cref="Names"/></param><param name="image">(C, H, W)</param>
    public static Model Create(Device device, string name, out Shape image)
    {
        (var kind, image) = Models[name];
        return kind.Create(device, 1, image, new Settings());
    }
}
