namespace Levada.Metadata.Configs;

/// <summary>The rules that hold between several values, and what this step of the project refuses.</summary>
/// <param name="place">Where a name was set, for messages.</param>
internal sealed class BrokerConfigCheck(BrokerConfig config, Func<string, string> place, List<string> errors)
{
    public void Run()
    {
        CheckRoles();
        CheckVoters();
        CheckBootstrapServers();
        CheckDirectories();
        CheckTimes();
        CheckGroups();
        CheckHttpListeners();
        if (config.ConnectionsPerAddressOverrides is null)
            errors.Add($"{place("max.connections.per.ip.overrides")}: must be pairs of host:count");
    }

    private void CheckRoles()
    {
        var roles = config.GetList("process.roles");
        if (!roles.Contains("broker") || !roles.Contains("controller"))
            errors.Add($"{place("process.roles")}: must be broker,controller; nodes with one role come with clusters");
    }

    private void CheckVoters()
    {
        foreach (var voter in config.GetList("controller.quorum.voters"))
        {
            var at = voter.IndexOf('@');
            if (at <= 0 || !int.TryParse(voter.AsSpan(0, at), out var id) || !voter.AsSpan(at).Contains(':'))
                errors.Add($"{place("controller.quorum.voters")}: '{voter}' must be id@host:port");
            else if (id != config.NodeId)
                errors.Add($"{place("controller.quorum.voters")}: node {id} is another node; clusters are not served yet, leave only {config.NodeId}");
        }
    }

    // The list says where, not who: this node is recognised by its controller listener's port.
    private void CheckBootstrapServers()
    {
        var controllers = config.GetList("controller.listener.names");
        var ownPorts = config.GetList("listeners")
            .Select(text => ListenerAddress.TryParse(text, out var address) ? address : default)
            .Where(address => controllers.Contains(address.Name, StringComparer.OrdinalIgnoreCase))
            .Select(address => address.Port)
            .ToList();
        foreach (var server in config.GetList("controller.quorum.bootstrap.servers"))
        {
            var colon = server.LastIndexOf(':');
            if (colon <= 0 || !int.TryParse(server.AsSpan(colon + 1), out var port))
                errors.Add($"{place("controller.quorum.bootstrap.servers")}: '{server}' must be host:port");
            else if (!ownPorts.Contains(port))
                errors.Add($"{place("controller.quorum.bootstrap.servers")}: {server} is not this node's controller listener; clusters are not served yet");
        }
    }

    private void CheckDirectories()
    {
        for (var i = 1; i < config.LogDirs.Count; i++)
        {
            if (config.LogDirs.Take(i).Any(other => ConfigText.IsSameDirectory(other, config.LogDirs[i])))
                errors.Add($"{place(FirstSet("log.dirs", "log.dir"))}: {config.LogDirs[i]} stands twice");
        }

        if (!config.LogDirs.Contains(config.MetadataLogDir))
            errors.Add($"{place("metadata.log.dir")}: must be one of log.dirs; a directory for the metadata log alone is not served yet");
    }

    private void CheckTimes()
    {
        if (config.LogRetentionMs == 0)
            errors.Add($"{place(FirstSet("log.retention.ms", "log.retention.minutes", "log.retention.hours"))}: must be -1 or at least 1");
        if (config.LogRollMs < 1) errors.Add($"{place("log.roll.ms")}: must be at least 1");
        if (config.LogRollJitterMs < 0) errors.Add($"{place("log.roll.jitter.ms")}: must be at least 0");
        if (config.GroupMinSessionTimeoutMs > config.GroupMaxSessionTimeoutMs)
            errors.Add($"{place("group.min.session.timeout.ms")}: must not be above group.max.session.timeout.ms, which is {config.GroupMaxSessionTimeoutMs}");
        if (config.OffsetsTopicCompressionCodec is < 0 or > 4)
            errors.Add($"{place("offsets.topic.compression.codec")}: must be 0 (none), 1 (gzip), 2 (snappy), 3 (lz4) or 4 (zstd)");
    }

    // What groups get without a value of their own must lie within what they may set.
    private void CheckGroups()
    {
        foreach (var definition in ConfigDefinitions.Group.Definitions)
        {
            if (GroupConfigReader.BrokerNameOf(definition.Name) is not { } name || definition.Type != ConfigType.Int) continue;
            var (min, max) = GroupConfigReader.BoundsOf(config, definition.Name);
            if (min is { } low && config.GetLong(name) < low.Value)
                errors.Add($"{place(name)}: must be at least {low.Value}, which is {low.Name}");
            if (max is { } high && config.GetLong(name) > high.Value)
                errors.Add($"{place(name)}: must be at most {high.Value}, which is {high.Name}");
        }

        foreach (var family in (ReadOnlySpan<string>)["consumer", "share", "streams"])
        {
            var (session, heartbeat) = ($"group.{family}.session.timeout.ms", $"group.{family}.heartbeat.interval.ms");
            if (config.GetInt(session) <= config.GetInt(heartbeat))
                errors.Add($"{place(session)}: must be more than {heartbeat}, which is {config.GetInt(heartbeat)}");
        }
    }

    private void CheckHttpListeners()
    {
        foreach (var address in config.HttpListeners)
        {
            if (!ListenerAddress.TryParse(address.TrimEnd('/'), out var parts) || parts.Name != "HTTP")
                errors.Add($"{place("http.listeners")}: '{address}' must be http://host:port");
        }
    }

    private string FirstSet(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (config.IsSet(name)) return name;
        }

        return names[^1];
    }
}
