using System.Globalization;
using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>Paths of the files of one subject and seed in a run's folder.</summary>
public sealed class RunPaths(string folder, string subject, ulong seed)
{
    readonly string _root = Path.Combine(folder, subject, string.Create(CultureInfo.InvariantCulture, $"seed-{seed}"));

    /// <summary>A picture of held-out images, for comparison.</summary>
    public string Originals => Path.Combine(_root, "originals.png");

    /// <summary>The trained unpruned network.</summary>
    public string Unpruned => Path.Combine(_root, CurveOutline.Unpruned, "final.safetensors");

    /// <summary>The snapshot of the unpruned network at a step.</summary>
    public string Snapshot(Step step) => Path.Combine(_root, CurveOutline.Unpruned, $"step-{step}.safetensors");

    public string Mask(string method, int round) => Path.Combine(RoundOf(method, round), "mask.safetensors");

    /// <summary>A trained ticket.</summary>
    public string Ticket(string method, int round, bool isRandom) => Path.Combine(RoundOf(method, round), isRandom ? "random.safetensors" : "winning.safetensors");

    /// <summary>The picture of what a trained network generates or reconstructs.</summary>
    public static string ImageOf(string network) => Path.ChangeExtension(network, ".png");

    string RoundOf(string method, int round) => Path.Combine(_root, method, string.Create(CultureInfo.InvariantCulture, $"round-{round:00}"));
}
