namespace SparseGen.Experiments;

/// <summary>Invalid options: one is out of its range or contradicts another.</summary>
public sealed class UsageException : Exception
{
    public UsageException(string message) : base(message)
    {
    }

    public UsageException(string message, Exception cause) : base(message, cause)
    {
    }
}
