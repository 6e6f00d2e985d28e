using SparseGen.Models;
using SparseGen.Pruning;

namespace OwnNetworks;

// sample
/// <summary>|θ| over the layer's mean |θ|: a layer of small weights does not go first.</summary>
sealed class RelativeMagnitude : IScore
{
    public Scores Score(Model model)
    {
        var scores = new Magnitude().Score(model);
        return new Scores(scores.Mask, scores.Mask.Layers.Select((layer, i) =>
        {
            var mean = scores[i].ToArray().Average() / layer.Density;   // what is pruned has magnitude 0
            return Array.ConvertAll(scores[i].ToArray(), magnitude => (float)(magnitude / mean));
        }));
    }

    public static void Register() => ScoreKind.Add(new ScoreKind("relative", IsOfInitialisation: false, _ => new RelativeMagnitude()));
}
// end of sample
