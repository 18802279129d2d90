namespace Levada.Servers;

/// <summary>Settings for brokers under test: how long a machine takes, or stands still, is to decide nothing.</summary>
public static class PatientBroker
{
    /// <summary>A disk that takes its time is no reason to refuse what a coordinator has to write down.</summary>
    public static readonly string[] Writes =
        ["offsets.commit.timeout.ms=120000", "share.coordinator.write.timeout.ms=120000", "request.timeout.ms=120000"];

    /// <summary>Members stay and keep what they hold, even those that say nothing for minutes.</summary>
    public static readonly string[] Members =
    [
        "group.consumer.max.session.timeout.ms=600000", "group.consumer.session.timeout.ms=600000",
        "group.share.max.session.timeout.ms=600000", "group.share.session.timeout.ms=600000",
        "group.share.max.record.lock.duration.ms=600000", "group.share.record.lock.duration.ms=600000",
    ];

    /// <summary>Retention leaves records alone, however old they claim to be.</summary>
    public const string NoRetention = "log.retention.check.interval.ms=86400000";
}
