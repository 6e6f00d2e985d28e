using SparseGen.Autograd;

namespace SparseGen.Models;

/// <summary>
/// The channels of a model that can be removed, found by following the losses of a training step (see <see cref="ChannelTrace"/>):
/// nothing about them is written down with a network. Sets that touch images, latent vectors or logits are not among them.
/// </summary>
public sealed class ChannelSets
{
    readonly Model _model;
    readonly Shape _image;

    ChannelSets(Model model, in Shape image, IReadOnlyList<ChannelSet> sets) => (_model, _image, All) = (model, image, sets);

    /// <summary>In the order of the model.</summary>
    public IReadOnlyList<ChannelSet> All { get; }

    /// <summary>The sets of a model as it is.</summary>
    /// <param name="model">with its updates; it is not changed</param>
    /// <param name="image">(C, H, W)</param>
    /// <exception cref="NotSupportedException">The loss contains an operation that cannot be followed.</exception>
    public static ChannelSets Of(Model model, in Shape image)
    {
        var trace = new ChannelTrace();
        model.FollowLosses(image, trace.Follow);
        var owners = new Dictionary<object, (int Order, string Path, Parameter? Parameter, Buffer? Buffer)>(ReferenceEqualityComparer.Instance);
        foreach (var (path, parameter) in model.NamedParameters()) owners.Add(parameter, (owners.Count, path, parameter, null));
        foreach (var (path, buffer) in model.NamedBuffers()) owners.Add(buffer.Tensor, (owners.Count, path, null, buffer));

        // Channels with entries along the same axes of the same tensors are one set.
        var sets = new Dictionary<string, List<Dictionary<(object Tensor, int Axis), List<int>>>>();
        foreach (var channel in trace.Removable())
        {
            var entries = new Dictionary<(object, int), List<int>>();
            foreach (var (tensor, axis, index) in channel)
            {
                if (!entries.TryGetValue((tensor, axis), out var indices)) entries.Add((tensor, axis), indices = []);
                indices.Add(index);
            }
            var key = string.Join(';', entries.Select(entry => $"{owners[entry.Key.Item1].Order}:{entry.Key.Item2}:{entry.Value.Count}").Order(StringComparer.Ordinal));
            if (!sets.TryGetValue(key, out var alike)) sets.Add(key, alike = []);
            alike.Add(entries);
        }
        var scales = model.Modules.OfType<BatchNorm>().Select(norm => norm.Gamma).ToHashSet();
        return new ChannelSets(model, image, [.. sets.Values.Select(Set).OrderBy(set => set.Order).Select(set => set.Set)]);

        (int Order, ChannelSet Set) Set(List<Dictionary<(object Tensor, int Axis), List<int>>> channels)
        {
            var members = channels[0].Keys.OrderBy(key => owners[key.Tensor].Order).ThenBy(key => key.Axis).Select(key =>
            {
                var (_, path, parameter, buffer) = owners[key.Tensor];
                return new ChannelMember(path, key.Axis, [.. channels.Select(channel => channel[key].Order().ToArray()).OrderBy(indices => indices[0])]) { Parameter = parameter, Buffer = buffer, Size = (parameter?.Shape ?? buffer!.Tensor.Shape)[key.Axis] };
            }).ToArray();
            var order = owners[channels[0].Keys.MinBy(key => owners[key.Tensor].Order).Tensor].Order;
            var first = members.FirstOrDefault(member => member.Parameter?.Prunable == true) ?? members[0];
            return (order, new ChannelSet(first.Path, members) { Scales = [.. members.Select(member => member.Parameter).OfType<Parameter>().Where(scales.Contains)] });
        }
    }

    /// <summary>
    /// Removes channels: parameters with their masks and optimizer state, and buffers, lose the same entries. What is left is an
    /// ordinary network with smaller shapes. A spectrally normalised weight is from then on divided by the largest singular value of what is left of it,
    /// which the vectors of <see cref="SpectralNorm"/>, whose entries go, too, approach in the next steps of training. These sets are then those of the former network; <see cref="Of"/> finds the new ones.
    /// </summary>
    /// <param name="kept">for each of <see cref="All"/> which channels stay, at least one</param>
    /// <exception cref="ArgumentException">There is not a flag for each channel of each set, or a set would have no channel; nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">
    /// These sets are those of a former width, and nothing was changed; or the losses cannot be computed without the channels, since a network's code
    /// has a shape of its own, and the model is of no use any more.
    /// </exception>
    public void Keep(IReadOnlyList<bool[]> kept)
    {
        if (kept.Count != All.Count) throw new ArgumentException($"The model has {All.Count} sets of channels; found flags for {kept.Count}.");
        foreach (var (set, flags) in All.Zip(kept))
        {
            if (flags.Length != set.Count) throw new ArgumentException($"The set {set.Name} has {set.Count} channels; found {flags.Length} flags.");
            if (set.Members.FirstOrDefault(member => member.SizeNow != member.Size) is { } changed) throw new InvalidOperationException($"{changed.Path} has {changed.SizeNow} entries along axis {changed.Axis} and had {changed.Size} when its sets of channels were found: ChannelSets.Of finds those that it has now.");
            if (Array.IndexOf(flags, true) < 0) throw new ArgumentException($"The set {set.Name} would have no channel; at least one has to stay.");
        }
        // Of one axis several sets may have parts, so that an axis is replaced once.
        var removed = new Dictionary<(object Tensor, int Axis), (ChannelMember Member, HashSet<int> Indices)>();
        foreach (var (set, flags) in All.Zip(kept))
            foreach (var member in set.Members)
            {
                var key = ((object?)member.Parameter ?? member.Buffer!, member.Axis);
                if (!removed.TryGetValue(key, out var entry)) removed.Add(key, entry = (member, []));
                for (var channel = 0; channel < flags.Length; channel++)
                    if (!flags[channel]) entry.Indices.UnionWith(member.Indices[channel]);
            }
        foreach (var (member, indices) in removed.Values)
        {
            if (indices.Count == 0) continue;
            var shape = member.Parameter?.Shape ?? member.Buffer!.Tensor.Shape;
            int[] left = [.. Enumerable.Range(0, shape[member.Axis]).Where(index => !indices.Contains(index))];
            member.Parameter?.Keep(member.Axis, left);
            member.Buffer?.Keep(member.Axis, left);
        }
        _model.WidthsChanged();
        try
        {
            _model.FollowLosses(_image, static _ => { });
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException)
        {
            throw new InvalidOperationException($"The channels are removed, and the losses cannot be computed any more: {failure.Message} A shape that is written in the code of a network has to follow from its parameters, such as those of Unflatten.", failure);
        }
    }
}
