using SparseGen.Autograd;

namespace SparseGen.Models;

/// <summary>A classifier as it is trained: one component without a name, so that the paths of its parameters are the network's own, and one update, "cross-entropy".</summary>
public sealed class ClassifierModel : Model
{
    /// <param name="network">trained in place; it outlives this model</param>
    /// <param name="seed">of the initial values</param>
    /// <param name="optimizer">of the network's parameters</param>
    public ClassifierModel(ClassifierNetwork network, ulong seed, Func<IEnumerable<Parameter>, Optimizer> optimizer) : base(network.Device, seed)
    {
        AddComponent("", network);
        AddUpdate("cross-entropy", optimizer(network.Parameters), batch => Objective.CrossEntropy(network.Forward(batch.Images, Mode.Train), batch.Labels));
    }

    /// <summary>Frees what belongs to this model alone; the network belongs to its owner.</summary>
    public override void Dispose() => DisposeLosses();
}
