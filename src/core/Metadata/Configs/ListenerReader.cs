namespace Levada.Metadata.Configs;

/// <summary>Reads <c>listeners</c>, <c>advertised.listeners</c> and the protocol of each.</summary>
internal sealed class ListenerReader(
    SortedDictionary<string, ConfigValue> values, List<string> errors, List<string> warnings)
{
    private const string ListenersName = "listeners";
    private const string AdvertisedName = "advertised.listeners";
    private const string ProtocolsName = "listener.security.protocol.map";

    private readonly string[] _controllers =
        [.. ConfigText.Split(Find("controller.listener.names", values)?.Text ?? "").Select(name => name.ToUpperInvariant())];

    /// <summary>The listeners to open, in the order they are written; the controller's are left out.</summary>
    public IReadOnlyList<Listener> Read()
    {
        var bound = ReadAddresses(ListenersName);
        var advertised = ReadAddresses(AdvertisedName);
        var protocols = ReadProtocols();
        CheckNames(bound, advertised);
        var listeners = new List<Listener>();
        foreach (var address in bound)
        {
            if (_controllers.Contains(address.Name)) continue;
            if (ProtocolOf(address.Name, protocols) is { } protocol) listeners.Add(Join(address, advertised, protocol));
        }

        if (listeners.Count == 0 && errors.Count == 0)
            errors.Add($"{Place(ListenersName)}: names no listener for clients");
        return listeners;
    }

    private Listener Join(ListenerAddress address, List<ListenerAddress> advertised, SecurityProtocol protocol)
    {
        var told = advertised.Find(other => other.Name == address.Name);
        if (told.Name is not null)
        {
            if (IsEveryAddress(told.Host))
                errors.Add($"{Place(AdvertisedName)}: {told.Name} must name a host that clients can reach");
            return new Listener(address.Name, address.Host, address.Port, protocol, told.Host, told.Port);
        }

        if (!IsEveryAddress(address.Host))
            return new Listener(address.Name, address.Host, address.Port, protocol, address.Host, address.Port);
        warnings.Add($"{Place(ListenersName)}: clients of {address.Name} are told this machine's own name; set advertised.listeners for another");
        return new Listener(address.Name, address.Host, address.Port, protocol, "", address.Port);
    }

    private static bool IsEveryAddress(string host) => host is "" or "0.0.0.0" or "::";

    private void CheckNames(List<ListenerAddress> bound, List<ListenerAddress> advertised)
    {
        foreach (var twice in bound.GroupBy(address => address.Name).Where(group => group.Count() > 1))
            errors.Add($"{Place(ListenersName)}: the name {twice.Key} stands twice");
        foreach (var twice in bound.Where(address => address.Port != 0).GroupBy(address => (address.Host, address.Port)).Where(group => group.Count() > 1))
            errors.Add($"{Place(ListenersName)}: port {twice.Key.Port} stands twice");
        foreach (var address in advertised.Where(address => !bound.Any(other => other.Name == address.Name)))
            errors.Add($"{Place(AdvertisedName)}: there is no listener {address.Name}");
    }

    private SecurityProtocol? ProtocolOf(string name, Dictionary<string, string>? protocols)
    {
        var word = protocols is null ? name : protocols.GetValueOrDefault(name);
        if (word is null)
        {
            errors.Add($"{Place(ProtocolsName)}: says no protocol for the listener {name}");
            return null;
        }

        if (word == "PLAINTEXT") return SecurityProtocol.Plaintext;
        errors.Add(word is "SSL" or "SASL_PLAINTEXT" or "SASL_SSL"
            ? $"{Place(ListenersName)}: {name} speaks {word}, which is not served yet; only PLAINTEXT is"
            : $"{Place(ListenersName)}: {name} is no protocol; map it in {ProtocolsName}, as in {name}:PLAINTEXT");
        return null;
    }

    private Dictionary<string, string>? ReadProtocols()
    {
        if (Find(ProtocolsName, values) is not { } value) return null;
        var protocols = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in ConfigText.Split(value.Text))
        {
            var colon = pair.IndexOf(':');
            if (colon <= 0) errors.Add($"{Place(ProtocolsName)}: '{pair}' must be NAME:PROTOCOL");
            else protocols[pair[..colon].Trim().ToUpperInvariant()] = pair[(colon + 1)..].Trim().ToUpperInvariant();
        }

        return protocols;
    }

    private List<ListenerAddress> ReadAddresses(string name)
    {
        var addresses = new List<ListenerAddress>();
        var text = Find(name, values)?.Text ?? ConfigDefinitions.Broker[name].Default ?? "";
        foreach (var item in ConfigText.Split(text).Distinct(StringComparer.Ordinal))
        {
            if (ListenerAddress.TryParse(item, out var address)) addresses.Add(address);
            else errors.Add($"{Place(name)}: '{item}' must be NAME://host:port");
        }

        return addresses;
    }

    private string Place(string name) => Find(name, values) is { } value ? $"{value.Origin}: {name}={value.Text}" : name;

    private static ConfigValue? Find(string name, SortedDictionary<string, ConfigValue> values) =>
        values.TryGetValue(name, out var value) ? value : null;
}
