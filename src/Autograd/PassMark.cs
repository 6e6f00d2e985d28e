namespace SparseGen.Autograd;

/// <summary>The state that one pass of <see cref="Gradient"/> keeps with a variable, in place of dictionaries.</summary>
struct PassMark
{
    /// <summary>Whether the traversal has reached this variable.</summary>
    public bool Visited;

    /// <summary>Whether the caller asked for this variable's gradient.</summary>
    public bool Requested;

    /// <summary>Requested, or computed from a requested variable.</summary>
    public bool OnPath;

    /// <summary>The index of the operation's input to be visited next.</summary>
    public int Next;

    /// <summary>The gradient accumulated so far.</summary>
    public Variable? Gradient;
}
