using System.CommandLine;
using System.Globalization;

namespace ConvGpu.Cli;

/// <summary><c>convgpu models</c>: every model with its input, classes and parameters.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var command = new Command("models", "Lists every model: input, classes, parameters, publication.");
        command.SetAction(_ =>
        {
            var width = ModelZoo.Names.Max(n => n.Length);
            foreach (var model in ModelZoo.Models)
            {
                var parameters = ModelSummary.Of(ModelZoo.Create(model.Name)).Parameters.ToString("N0", CultureInfo.InvariantCulture);
                var input = $"{model.Input.C}x{model.Input.H}x{model.Input.W}";
                Console.WriteLine($"{model.Name.PadRight(width)}  {input,-10}  {model.Classes,5} classes  {parameters,12} parameters  {model.Description}");
            }
            return 0;
        });
        return command;
    }
}
