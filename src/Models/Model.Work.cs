using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

public abstract partial class Model
{
    /// <summary>The arithmetic of one training step with the current masks, from the shapes: nothing is computed, and the model is not changed.</summary>
    /// <param name="image">(C, H, W)</param>
    /// <param name="batch">N</param>
    public StepWork WorkOfStep(in Shape image, int batch)
    {
        var (forward, backward) = (new Dictionary<string, Work>(), new Dictionary<string, Work>());
        TraceStep(image, batch, (update, log, loss) =>
        {
            Add(forward, log.Done);
            Add(backward, WorkLog.OfGradient(loss, update.Parameters));
        });
        return new StepWork([.. Components.Append("").Distinct().Where(name => forward.ContainsKey(name) || backward.ContainsKey(name))
            .Select(name => new ComponentWork(name, forward.GetValueOrDefault(name), backward.GetValueOrDefault(name)))]);

        void Add(Dictionary<string, Work> sums, IEnumerable<(Variable? Weight, Work Work)> done)
        {
            foreach (var (weight, work) in done)
                if (ComponentOf(weight) is var component) sums[component] = sums.GetValueOrDefault(component) + work;
        }
    }

    /// <summary>The arithmetic of one forward pass of one image through every network of the model: each weight is applied once.</summary>
    /// <param name="image">(C, H, W)</param>
    public Work WorkOfImage(in Shape image)
    {
        // The largest operation with a weight in a step is its use on images; the matrix products of spectral normalisation are smaller.
        var most = new Dictionary<Parameter, Work>();
        TraceStep(image, batch: 1, (_, log, _) =>
        {
            foreach (var (weight, work) in log.Done)
                if (ParameterOf(weight) is { } parameter && work.Nominal > most.GetValueOrDefault(parameter).Nominal) most[parameter] = work;
        });
        var sum = new Work();
        foreach (var work in most.Values) sum += work;
        return sum;
    }

    /// <summary>Runs the losses of a step on kernels that compute nothing.</summary>
    /// <param name="visit">is called for every loss, with the log of its operations</param>
    void TraceStep(in Shape image, int batch, Action<Update, WorkLog, Variable> visit)
    {
        using var noKernels = Device.Replace(new NoKernels());
        using var scope = Device.OpenScope();
        var images = Device.Allocate(new Shape(image[0], image[1], image[2], batch));
        ForEachUpdate(images, default, new byte[batch], lastBatchOnly: false, (update, input) =>
        {
            using var log = WorkLog.Begin();
            visit(update, log, update.Loss(input));
        });
    }

    /// <summary>The component of the parameter that a variable holds; empty if there is none.</summary>
    string ComponentOf(Variable? weight) => ParameterOf(weight) is { } parameter && _components is not [("", _)] ? ComponentOf(parameter.Path) : "";

    Parameter? ParameterOf(Variable? weight) => weight?.Parameter ?? (weight is null ? null : _parameters.Find(parameter => parameter.Value.Value.SharesMemoryWith(weight.Value)));
}
