namespace SparseGen.Experiments;

/// <summary>What was asked makes no sense: an option out of its range, or one that contradicts another.</summary>
public sealed class UsageException : Exception
{
    public UsageException(string message) : base(message)
    {
    }

    public UsageException(string message, Exception cause) : base(message, cause)
    {
    }
}
