using ConvGpu.Cli;

namespace ConvGpu.Tests.Cli;

/// <summary>The defaults of a model train it.</summary>
[Collection("Console")]
public class RecipeTests
{
    [Theory]
    [InlineData("mlp", 5, 0.85)]
    [InlineData("lenet5", 5, 0.85)]
    [InlineData("spatial-transformer", 5, 0.8)]
    public void AModelLearnsTheDigitsWithItsDefaults(string model, int epochs, double accuracy)
    {
        var recipe = Recipe.For(model, "digits");
        Assert.True(recipe.Epochs >= epochs);
        using var device = ComputeDevice.Open("cpu");
        using var trainer = new Trainer(ModelZoo.Create(model), device) { Optimizer = Optimizers.Create(recipe.Optimizer, recipe.LearningRate) };
        var result = trainer.Fit(Datasets.Digits(), epochs, recipe.Batch);
        Assert.InRange(result.Test!.Value.Accuracy, accuracy, 1);
    }

    /// <summary>Training all of it takes minutes (bench/acceptance allconv); a recipe that did not get the model off the ground kept half of its values.</summary>
    [Fact]
    public void ADropoutRateIsForAModelThatDrops()
    {
        Assert.Equal(0.2f, Recipe.For("all-conv", "digits").Dropout);
        Assert.All(ModelZoo.Names.Where(name => Recipe.For(name, "digits").Dropout is not null), name => Assert.Contains(ModelZoo.Create(name).Nodes, n => n.Layer is Dropout));
        Assert.Null(Recipe.ForOverfit("all-conv").Dropout);
    }

    [Fact]
    public void EveryRecipeNamesAnOptimiser()
    {
        foreach (var model in ModelZoo.Names) Assert.Contains(Recipe.For(model, "digits").Optimizer, Optimizers.Names);
        Assert.Contains("there is no optimiser 'sdg'", Assert.Throws<UsageException>(() => Optimizers.Require("sdg")).Message);
    }
}
