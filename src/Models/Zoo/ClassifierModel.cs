using SparseGen.Autograd;

namespace SparseGen.Models;

/// <summary>The training of a classifier as a model: one component with an empty name, so that the paths of its parameters are those of the network, and one update, "cross-entropy".</summary>
public sealed class ClassifierModel : Model
{
    /// <param name="network">trained in place; not freed with this model</param>
    /// <param name="seed">seed of the initial values</param>
    /// <param name="optimizer">constructs the optimizer of the parameters</param>
    public ClassifierModel(ClassifierNetwork network, ulong seed, Func<IEnumerable<Parameter>, Optimizer> optimizer) : base(network.Device, seed)
    {
        AddComponent("", network);
        AddUpdate("cross-entropy", optimizer(network.Parameters), batch => Objective.CrossEntropy(network.Forward(batch.Images, Mode.Train), batch.Labels));
    }

    /// <summary>Frees the memory of the losses, not the network.</summary>
    public override void Dispose() => DisposeLosses();
}
