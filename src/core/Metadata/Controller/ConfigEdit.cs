using System.Collections.Immutable;
using Levada.Metadata.Configs;
using Levada.Protocol;

namespace Levada.Metadata.Controller;

/// <summary>Applies the operations of one resource to its values, one after another.</summary>
internal sealed class ConfigEdit(ConfigResource resource, ControllerContext context)
{
    private readonly ImmutableSortedDictionary<string, string>.Builder _values =
        context.Image.Configurations.Of(resource).ToBuilder();

    private readonly HashSet<string> _named = new(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, string> Values => _values.ToImmutable();

    /// <summary>Applies one operation, or says why not.</summary>
    public Refusal? Apply(string name, ConfigOperation operation, string? value)
    {
        if (!_named.Add(name)) return new(ErrorCode.InvalidRequest, $"{name} stands twice");
        if (value is null && operation != ConfigOperation.Delete)
            return new(ErrorCode.InvalidRequest, $"the value of {name} is null");
        switch (operation)
        {
            case ConfigOperation.Set:
                _values[name] = value!;
                return null;
            case ConfigOperation.Delete:
                _values.Remove(name);
                return null;
            case ConfigOperation.Append or ConfigOperation.Subtract:
                return EditList(name, operation, value!);
            default:
                return new(ErrorCode.InvalidRequest, $"operation {(int)operation} on {name} is not known");
        }
    }

    private Refusal? EditList(string name, ConfigOperation operation, string value)
    {
        if (ConfigDefinitions.Of(resource.Type) is not { } catalog || !catalog.TryFind(name, out var definition)
            || definition.Type != ConfigType.List)
            return new(ErrorCode.InvalidConfig, $"{name} is no list: only lists take elements on or off");

        var items = ConfigText.Split(_values.GetValueOrDefault(name) ?? Inherited(definition) ?? "").ToList();
        foreach (var item in ConfigText.Split(value))
        {
            if (operation == ConfigOperation.Subtract) items.Remove(item);
            else if (!items.Contains(item)) items.Add(item);
        }

        _values[name] = string.Join(',', items);
        return null;
    }

    private string? Inherited(ConfigDefinition definition) => resource.Type switch
    {
        ConfigResourceType.Topic => new TopicConfigReader(context.Configs.Broker, ImmutableSortedDictionary<string, string>.Empty)
            .Inherited(definition),
        ConfigResourceType.Broker => context.Configs.Broker.Find(definition.Name),
        _ => definition.Default,
    };
}
