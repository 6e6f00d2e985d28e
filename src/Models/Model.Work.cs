using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

public abstract partial class Model
{
    /// <summary>The arithmetic of one training step with the masks as they are, by shapes alone: nothing is computed, and nothing changes.</summary>
    /// <param name="image">(C, H, W)</param>
    /// <param name="batch">N</param>
    public StepWork WorkOfStep(in Shape image, int batch)
    {
        var (forward, backward) = (new Dictionary<string, Work>(), new Dictionary<string, Work>());
        Follow(image, batch, (update, log, loss) =>
        {
            Add(forward, log.Done);
            Add(backward, WorkLog.OfGradient(loss, update.Parameters));
        });
        return new StepWork([.. Components.Append("").Where(name => forward.ContainsKey(name) || backward.ContainsKey(name))
            .Select(name => new ComponentWork(name, forward.GetValueOrDefault(name), backward.GetValueOrDefault(name)))]);

        void Add(Dictionary<string, Work> sums, IEnumerable<(Variable? Weight, Work Work)> done)
        {
            foreach (var (weight, work) in done)
                if (ComponentOf(weight) is var component) sums[component] = sums.GetValueOrDefault(component) + work;
        }
    }

    /// <summary>The arithmetic of passing one image through every network of the model, forward: each weight is applied once.</summary>
    /// <param name="image">(C, H, W), as the model takes them</param>
    public Work WorkOfImage(in Shape image)
    {
        // Of what is done with a weight in a step, the most is its use on images; spectral norms take less.
        var most = new Dictionary<Parameter, Work>();
        Follow(image, batch: 1, (_, log, _) =>
        {
            foreach (var (weight, work) in log.Done)
                if (OwnerOf(weight) is { } owner && work.Nominal > most.GetValueOrDefault(owner).Nominal) most[owner] = work;
        });
        var sum = new Work();
        foreach (var work in most.Values) sum += work;
        return sum;
    }

    /// <summary>Goes through a step without computing anything.</summary>
    void Follow(in Shape image, int batch, Action<Update, WorkLog, Variable> visit)
    {
        using var nothing = Device.Replace(new NoKernels());
        using var scope = Device.OpenScope();
        var batches = Prepare();
        var images = Device.Allocate(new Shape(image[0], image[1], image[2], batch));
        for (var i = 0; i < batches; i++)
        {
            using var own = Device.OpenScope();
            var followed = Begin(images, default, new byte[batch], i);
            foreach (var update in _updates)
            {
                if (i < batches - update.Repeats) continue;
                using var log = WorkLog.Begin();
                visit(update, log, update.Loss(followed));
            }
        }
        _batch!.End();
    }

    /// <summary>The first word of a parameter's path; empty if no parameter is behind it.</summary>
    string ComponentOf(Variable? weight) => OwnerOf(weight) is { } owner ? owner.Path[..owner.Path.IndexOf('.', StringComparison.Ordinal)] : "";

    Parameter? OwnerOf(Variable? weight) => weight?.Parameter ?? (weight is null ? null : _parameters.Find(parameter => parameter.Value.Value.SharesMemoryWith(weight.Value)));
}
