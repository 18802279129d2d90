using Levada.Protocol;

namespace Levada.Client;

/// <summary>A request that the cluster refused or that could not reach it.</summary>
public sealed class KafkaException : Exception
{
    public KafkaException()
        : this(ErrorCode.UnknownServerError, "The request failed.")
    {
    }

    public KafkaException(string message)
        : this(ErrorCode.UnknownServerError, message)
    {
    }

    public KafkaException(string message, Exception innerException)
        : this(ErrorCode.UnknownServerError, message, innerException)
    {
    }

    public KafkaException(ErrorCode error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>The broker's code, or <see cref="ErrorCode.NetworkException"/> where no broker answered.</summary>
    public ErrorCode Error { get; }

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsRetriable => Error.IsRetriable();

    internal static KafkaException From(ErrorCode error, string what, string? detail = null) =>
        new(error, string.IsNullOrEmpty(detail) ? $"{what}: {ErrorText.Describe(error)}" : $"{what}: {detail} ({error.ToKafkaName()})");
}
