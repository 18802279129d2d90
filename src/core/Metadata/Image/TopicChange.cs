namespace Levada.Metadata.Image;

/// <summary>A topic before and after a run of records.</summary>
/// <param name="Before">Null for a topic that is new.</param>
/// <param name="After">Null for a topic that is gone.</param>
public readonly record struct TopicChange(TopicImage? Before, TopicImage? After)
{
    public bool IsCreated => Before is null;
    public bool IsDeleted => After is null;
}
