namespace SparseGen.Kernels;

/// <summary>A device is missing, cannot be opened, or has too little memory. The message, written for the user, says which.</summary>
public sealed class DeviceException : Exception
{
    public DeviceException(string message) : base(message)
    {
    }

    public DeviceException(string message, Exception cause) : base(message, cause)
    {
    }
}
