namespace SparseGen.Models;

public abstract partial class Model
{
    /// <summary>A copy of everything that training changes: parameters, masks, buffers, and the optimizers' state and step counts.</summary>
    public Snapshot Snapshot() => new(Named().Read(optimizerState: true).Concat(
        _updates.Select(update => KeyValuePair.Create(StepsName(update.Name), NDArray.Of<long>(new Shape(), [update.Optimizer.Steps])))));

    /// <summary>A copy of parameters, masks and buffers, without the state of the optimizers.</summary>
    public IEnumerable<KeyValuePair<string, NDArray>> Weights() => Named().Read(optimizerState: false);

    /// <summary>Sets the model to a snapshot, including its masks: parameters without a mask in it become dense.</summary>
    /// <exception cref="ArgumentException">An array is missing, or has another shape or format than this model's; nothing was changed.</exception>
    public void Restore(Snapshot snapshot)
    {
        var named = Named();
        named.Check(snapshot, optimizerState: true);
        var steps = _updates.ConvertAll(update => snapshot.Get(StepsName(update.Name), new Shape(), DType.Int64).As<long>()[0]);
        named.Write(snapshot, optimizerState: true);
        for (var i = 0; i < steps.Count; i++) _updates[i].Optimizer.Steps = steps[i];
    }

    /// <summary>Sets parameters, masks and buffers to those of a snapshot or of <see cref="Weights"/>; state and step counts of the optimizers become 0.</summary>
    /// <inheritdoc cref="Restore" path="/exception"/>
    public void RestoreWeights(Snapshot snapshot)
    {
        var named = Named();
        named.Check(snapshot, optimizerState: false);
        named.Write(snapshot, optimizerState: false);
        foreach (var update in _updates) update.Optimizer.Steps = 0;
    }

    /// <summary>Reads weights from a file, by name; state and step counts of the optimizers become 0. Parameters without a mask in the file become dense.</summary>
    /// <param name="path">.safetensors, .npz or PyTorch's .pth, see <see cref="WeightFile.Read"/></param>
    /// <param name="strict">whether the file must have all arrays of this model and no others; if not, parameters that it lacks keep their values, and other arrays are ignored</param>
    /// <param name="rename">from a name in the file to one in this model, "encoder.0.weight"</param>
    /// <exception cref="FileFormatException">The file is damaged, or an array has another shape, is not finite or, if strict, is missing or does not belong to the model; nothing was changed.</exception>
    public void LoadWeights(string path, bool strict = true, Func<string, string>? rename = null) =>
        RestoreWeights(Named().Take(NetworkFile.Read(path, rename), strict, GetType().Name));

    /// <summary>Writes parameters, masks and buffers atomically, for <see cref="LoadWeights"/>.</summary>
    /// <param name="path">ends in .safetensors or .npz</param>
    /// <exception cref="ArgumentException">The path has another extension.</exception>
    public void SaveWeights(string path) => NetworkFile.Write(path, Weights());

    NamedWeights Named() => new(Device, NamedParameters(), NamedBuffers());

    static string StepsName(string update) => $"{update}.steps";
}
