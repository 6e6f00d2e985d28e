namespace SparseGen.Autograd;

/// <summary>What one pass of <see cref="Gradient"/> notes on a variable, so that it needs no dictionary.</summary>
struct PassMark
{
    /// <summary>The pass has met this variable.</summary>
    public bool Visited;

    /// <summary>The caller asked for this variable's gradient.</summary>
    public bool Requested;

    /// <summary>Requested, or computed from something that leads to a requested variable.</summary>
    public bool Leads;

    /// <summary>The input of the operation to be visited next.</summary>
    public int Next;

    /// <summary>The gradient accumulated so far.</summary>
    public Variable? Gradient;
}
