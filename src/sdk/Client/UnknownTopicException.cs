namespace Levada.Client;

/// <summary>A topic that does not exist and was not to be created.</summary>
public sealed class UnknownTopicException : Exception
{
    public UnknownTopicException()
    {
    }

    public UnknownTopicException(string topic)
        : base($"topic {topic} does not exist; create it with `levada topic create {topic}`, or see `levada topic list`")
    {
    }

    public UnknownTopicException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
