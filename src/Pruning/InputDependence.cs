using SparseGen.Autograd;
using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>
/// Finds outputs of a model that do not depend on its inputs, as when no path of surviving weights leads from one to the other.
/// Outputs of different inputs are compared bit by bit, so that a dependence below rounding counts as none.
/// </summary>
public static class InputDependence
{
    /// <summary>Number of latent vectors that are compared.</summary>
    const int LatentVectors = 16;

    /// <summary>One sentence for each output or loss that does not depend on the input. Losses are computed in training mode, which updates running statistics of the model.</summary>
    /// <param name="first">a batch of at least two different images</param>
    /// <param name="second">another batch, with other random numbers</param>
    public static IReadOnlyList<string> Missing(Model model, StepInput first, StepInput second)
    {
        var missing = new List<string>();
        using var scope = model.Device.OpenScope();
        if (model is IReconstructor reconstructor && IsSameForAll(reconstructor.Reconstruct(new Variable(model.Device, first.Images), Mode.Evaluate)))
            missing.Add("Reconstructions are the same for every image: nothing of the input reaches the output.");
        if (model is IGenerator generator && IsSameForAll(generator.Generate(first.Random.Normal(model.Device, "latent", new Shape(generator.LatentSize, LatentVectors)), Mode.Evaluate)))
            missing.Add("Generated images are the same for every latent vector: nothing of the input reaches the output.");
        var losses = Losses(model, first).Zip(Losses(model, second), (a, b) => (a.Name, A: a.Value, B: b.Value)).ToArray();
        // A hinge loss may be 0 of any batch; where all losses are 0 of both, as those of a Wasserstein critic without input, none depends on it.
        var allEqual = losses.All(loss => loss.A == loss.B);
        foreach (var (name, a, b) in losses)
            if (a == b && (a != 0 || allEqual)) missing.Add($"The {name} loss is the same for every batch: nothing of the input reaches it.");
        return missing;
    }

    /// <summary>Whether all images of a batch (…, N) are equal.</summary>
    static bool IsSameForAll(Variable images)
    {
        var values = images.Device.Read(images.Value);
        var batch = images.Shape[images.Shape.Rank - 1];
        for (var i = 0; i < values.Length; i++)
            if (values[i] != values[i - i % batch]) return false;
        return true;
    }

    static List<(string Name, double Value)> Losses(Model model, StepInput input)
    {
        var losses = new List<(string, double)>();
        model.VisitLosses(input.Images, input.Random, input.Labels, (update, loss) => losses.Add((update.Name, loss.Item())));
        return losses;
    }
}
