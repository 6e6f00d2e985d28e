namespace SparseGen.Autograd;

/// <summary>
/// Finds which entries along which axes of parameters and other persistent tensors belong to one channel, by following the
/// operations that an output was computed from: the dependency graph of Fang et al. (2023, DepGraph), entry by entry. Each entry
/// of an axis has a label; operations unite the labels of entries that have to be removed together.
/// </summary>
/// <remarks>
/// A contraction begins channels on its output axis and uses those of its input; elementwise operations, batch normalisation and
/// resampling pass them on; sums unite those of both sides; flattening repeats them. Constants, such as images, latent vectors
/// and noise, fix what they meet; detached values go with what they were detached from.
/// </remarks>
public sealed class ChannelTrace
{
    readonly List<int> _parents = [];
    readonly List<bool> _fixed = [];
    readonly List<bool> _begun = [];
    readonly List<bool> _used = [];
    readonly Dictionary<object, AxisLabels> _persistent = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<Variable, AxisLabels> _variables = new(ReferenceEqualityComparer.Instance);

    [ThreadStatic] static int s_following;

    /// <summary>Whether <see cref="Variable.Detach"/> keeps what it is detached from.</summary>
    internal static bool KeepsSources => s_following > 0;

    /// <summary>Until the result is disposed, variables that are detached in this thread can be followed.</summary>
    public static IDisposable FollowDetached() => new Following();

    /// <summary>Follows the operations that an output was computed from. Several outputs may be followed one after another.</summary>
    /// <exception cref="NotSupportedException">An operation cannot be followed.</exception>
    public void Follow(Variable output)
    {
        _variables.Clear();
        var pending = new Stack<(Variable Variable, bool InputsDone)>([(output, false)]);
        while (pending.TryPop(out var next))
        {
            var (variable, done) = next;
            if (_variables.ContainsKey(variable)) continue;
            if (variable.DetachedFrom is { } source)
            {
                if (_variables.TryGetValue(source, out var labels)) _variables.Add(variable, labels);
                else
                {
                    pending.Push((variable, false));
                    pending.Push((source, false));
                }
            }
            else if (variable.Operation is not { } operation) _variables.Add(variable, Leaf(variable));
            else if (done) _variables.Add(variable, operation.FollowChannels(this, variable));
            else
            {
                pending.Push((variable, true));
                foreach (var input in operation.Inputs) pending.Push((input, false));
            }
        }
    }

    /// <summary>The labels of a variable that was followed before.</summary>
    internal AxisLabels this[Variable variable] => _variables[variable];

    /// <summary>
    /// The channels that can be removed: those that a contraction begins and a contraction uses, and that meet no constant. Each
    /// is a list of entries: a <see cref="Parameter"/> or the <see cref="Tensor"/> of a buffer, an axis, and an index along it.
    /// </summary>
    public IEnumerable<IReadOnlyList<(object Tensor, int Axis, int Index)>> Removable()
    {
        var members = new Dictionary<int, List<(object, int, int)>>();
        foreach (var (tensor, labels) in _persistent)
            for (var axis = 0; axis < labels.Axes.Length; axis++)
                for (var i = 0; i < (labels.Axes[axis]?.Length ?? 0); i++)
                {
                    var root = Find(labels.Axes[axis]![i]);
                    if (_fixed[root] || !_begun[root] || !_used[root]) continue;
                    if (!members.TryGetValue(root, out var list)) members.Add(root, list = []);
                    list.Add((tensor, axis, i));
                }
        return members.Values;
    }

    /// <summary>The labels of a buffer of that shape.</summary>
    internal AxisLabels Persistent(object tensor, in Shape shape)
    {
        if (!_persistent.TryGetValue(tensor, out var labels))
        {
            var axes = new int[]?[shape.Rank];
            for (var axis = 0; axis < axes.Length; axis++) axes[axis] = New(shape[axis], isFixed: false);
            _persistent.Add(tensor, labels = new AxisLabels(shape, axes));
        }
        return labels;
    }

    /// <summary>Unites the labels of two axes of one size; an axis without labels has equal entries, which any channel can do without.</summary>
    /// <returns>the labels of both</returns>
    internal int[]? Unite(int[]? a, int[]? b)
    {
        if (a is null || b is null || a == b) return a ?? b;
        if (a.Length != b.Length) throw new InvalidOperationException($"Axes of {a.Length} and {b.Length} entries cannot be united.");
        for (var i = 0; i < a.Length; i++) Unite(a[i], b[i]);
        return a;
    }

    /// <summary>States that all entries have to stay.</summary>
    internal void Fix(int[]? axis)
    {
        foreach (var label in axis ?? []) _fixed[Find(label)] = true;
    }

    /// <summary>States that a contraction computes these channels.</summary>
    internal int[]? Begin(int[]? axis)
    {
        foreach (var label in axis ?? []) _begun[Find(label)] = true;
        return axis;
    }

    /// <summary>States that a contraction sums over these channels.</summary>
    internal void Use(int[]? axis)
    {
        foreach (var label in axis ?? []) _used[Find(label)] = true;
    }

    /// <summary>The labels of a tensor under another shape with as many entries.</summary>
    internal AxisLabels Reshape(AxisLabels labels, in Shape shape)
    {
        var axes = new int[]?[shape.Rank];
        var (from, to) = (0, 0);
        while (from < labels.Shape.Rank || to < shape.Rank)
        {
            // The smallest groups of axes with as many entries on both sides.
            var (firstFrom, firstTo) = (from, to);
            long a = 1, b = 1;
            do
            {
                if (from < labels.Shape.Rank && (a <= b || to == shape.Rank)) a *= labels.Shape[from++];
                else b *= shape[to++];
            }
            while (a != b || (a == 1 && from < labels.Shape.Rank && labels.Shape[from] == 1) || (a == 1 && to < shape.Rank && shape[to] == 1));
            Regroup(labels, firstFrom, from, shape, firstTo, to, axes);
        }
        return new AxisLabels(shape, axes);
    }

    /// <summary>Axes [firstFrom, endFrom) become axes [firstTo, endTo). The outermost that is not 1 keeps the labels.</summary>
    void Regroup(AxisLabels labels, int firstFrom, int endFrom, in Shape shape, int firstTo, int endTo, int[]?[] axes)
    {
        while (firstFrom < endFrom && labels.Shape[firstFrom] == 1 && endFrom - firstFrom > 1) Fix(labels.Axes[firstFrom++]);
        while (firstTo < endTo && shape[firstTo] == 1 && endTo - firstTo > 1) firstTo++;
        if (firstFrom >= endFrom || firstTo >= endTo) return;
        for (var axis = firstFrom + 1; axis < endFrom; axis++) Fix(labels.Axes[axis]);
        if (labels.Axes[firstFrom] is not { } outer) return;
        var (count, size) = (outer.Length, shape[firstTo]);
        if (count == size) axes[firstTo] = outer;
        else if (size % count == 0) axes[firstTo] = [.. Enumerable.Range(0, size).Select(i => outer[i / (size / count)])];
        else if (count % size == 0)
        {
            var block = count / size;
            for (var i = 0; i < count; i++) Unite(outer[i], outer[i / block * block]);
            axes[firstTo] = [.. Enumerable.Range(0, size).Select(i => outer[i * block])];
        }
        else Fix(outer);
    }

    AxisLabels Leaf(Variable variable)
    {
        if (variable.Parameter is { } parameter) return Persistent(parameter, parameter.Shape);
        if (variable.CopyOf is { } tensor)
        {
            var labels = Persistent(tensor, tensor.Shape);
            return tensor.Shape == variable.Shape ? labels : Reshape(labels, variable.Shape);
        }
        var axes = new int[]?[variable.Shape.Rank];
        for (var axis = 0; axis < axes.Length; axis++) axes[axis] = New(variable.Shape[axis], isFixed: true);
        return new AxisLabels(variable.Shape, axes);
    }

    int[] New(int count, bool isFixed)
    {
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = _parents.Count;
            _parents.Add(labels[i]);
            _fixed.Add(isFixed);
            _begun.Add(false);
            _used.Add(false);
        }
        return labels;
    }

    int Find(int label)
    {
        while (_parents[label] != label) label = _parents[label] = _parents[_parents[label]];
        return label;
    }

    void Unite(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        if (a == b) return;
        _parents[b] = a;
        _fixed[a] |= _fixed[b];
        _begun[a] |= _begun[b];
        _used[a] |= _used[b];
    }

    sealed class Following : IDisposable
    {
        public Following() => s_following++;

        public void Dispose() => s_following--;
    }
}

/// <summary>The labels of a tensor's entries along each axis.</summary>
/// <param name="Shape">the dense shape, also of a weight that is stored as its survivors</param>
/// <param name="Axes">null: the entries along the axis are equal, or of size 1 and broadcast</param>
sealed record AxisLabels(Shape Shape, int[]?[] Axes);
